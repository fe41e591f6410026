"""What is looked for: a worker that is silent, notices that are stuck, a late backup, a full disk."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.demo.cast import ADA
from bot.store import Store
from bot.watch.checks import Checks
from bot.watch.watch import Watch
from models import Alarm, AlarmKind, Backup, Heartbeat, Service
from tests.hands import HandClock, member
from tests.watch.alarming import BUG, Stopwatch, raised
from tests.works import rows


def looked(store: Store, checks: Checks, stopwatch: Stopwatch) -> list[AlarmKind]:
    """What is open after two looks a minute apart."""
    for _ in range(2):
        store.run_now(lambda session: checks.look(session, store.now(session)))
        stopwatch.seconds += 60
    return sorted(alarm.kind for alarm in rows(store, Alarm) if alarm.over_at is None)


def lives(store: Store, name: str, service: Service, started_at: datetime, at: datetime) -> None:
    """A process gave a sign of life at `at`, the last one."""
    row = Heartbeat(process=name, service=service, started_at=started_at, at=at)
    store.run_now(lambda session: session.add(row))


def test_a_worker_that_fell_silent_is_missed_until_another_has_taken_its_place(
    played: Store, clock: HandClock, watch: Watch, stopwatch: Stopwatch
) -> None:
    checks = Checks(watch, played.now)
    start = clock.now()
    lives(played, "lost", Service.WORKER, start, start + timedelta(seconds=30))
    clock.forward(minutes=3)
    lives(played, "old", Service.WORKER, start, clock.now())
    watch.telegram_answered("getMe", 200)
    assert looked(played, checks, stopwatch) == [AlarmKind.WORKER_AWAY]
    lives(played, "new", Service.WORKER, start + timedelta(minutes=1), clock.now())
    assert looked(played, checks, stopwatch) == []


def test_a_clock_that_jumps_a_day_is_no_alarm(
    played: Store, clock: HandClock, watch: Watch, stopwatch: Stopwatch
) -> None:
    checks = Checks(watch, played.now)
    lives(played, "here", Service.RUN, clock.now(), clock.now())
    clock.forward(days=1)
    played.run_now(lambda session: checks.look(session, clock.now()))
    lives(played, "here too", Service.RUN, clock.now(), clock.now())
    stopwatch.seconds += 60
    played.run_now(lambda session: checks.look(session, clock.now()))
    assert not rows(played, Alarm)


def test_nobody_misses_a_worker_before_two_minutes_have_gone(
    played: Store, clock: HandClock, watch: Watch, stopwatch: Stopwatch
) -> None:
    checks = Checks(watch, played.now)
    clock.forward(seconds=110)
    assert looked(played, checks, stopwatch) == []
    clock.forward(seconds=20)
    assert looked(played, checks, stopwatch) == [AlarmKind.WORKER_AWAY]


def test_notices_that_are_stuck_are_told_but_not_those_of_a_closed_chat(
    played: Store, clock: HandClock, watch: Watch, stopwatch: Stopwatch
) -> None:
    checks = Checks(watch, played.now)
    watch.telegram_answered("getMe", 200)
    start = clock.now()
    raised(played, BUG, start)
    clock.forward(minutes=6)
    lives(played, "here", Service.RUN, start, clock.now())
    assert looked(played, checks, stopwatch) == sorted([BUG, AlarmKind.STUCK_NOTICES])

    def close(session: Session) -> None:
        member(session, ADA).blocked_at = clock.now()

    played.run_now(close)
    assert looked(played, checks, stopwatch) == [BUG]


def test_a_backup_that_is_late_or_was_begun_and_not_ended_is_told(
    played: Store, clock: HandClock, watch: Watch, stopwatch: Stopwatch
) -> None:
    checks = Checks(watch, played.now, backed_up=True)
    start = clock.now()
    played.run_now(lambda session: session.add(Backup(day=start.date(), claimed_at=start, finished_at=start)))
    clock.forward(hours=25)
    lives(played, "here", Service.RUN, start, clock.now())
    assert looked(played, checks, stopwatch) == []
    later = clock.now() - timedelta(hours=2)
    played.run_now(lambda session: session.add(Backup(day=later.date(), claimed_at=later)))
    assert looked(played, checks, stopwatch) == [AlarmKind.BACKUP_FAILED]
    clock.forward(hours=2)
    lives(played, "here still", Service.RUN, clock.now(), clock.now())
    assert AlarmKind.BACKUP_LATE in looked(played, checks, stopwatch)


def test_a_disk_that_is_nearly_full_is_told(
    played: Store, clock: HandClock, watch: Watch, stopwatch: Stopwatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from bot.watch import checks as module

    lives(played, "here", Service.RUN, clock.now(), clock.now())
    monkeypatch.setattr(module, "LEAST_BYTES", 0)
    monkeypatch.setattr(module, "LEAST_SHARE", 0.0)
    assert looked(played, Checks(watch, played.now, [tmp_path / "not yet"]), stopwatch) == []
    monkeypatch.setattr(module, "LEAST_BYTES", 2**62)
    assert looked(played, Checks(watch, played.now, [tmp_path / "not yet"]), stopwatch) == [AlarmKind.DISK_LOW]
