"""Alarms: counted into one row, told at once and then once an hour, told when over, and never about a person."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.demo.cast import ADA, CAST, MAJ
from bot.store import Store
from bot.watch import alarms
from bot.watch.checks import Checks
from bot.watch.rounds import Rounds
from bot.watch.troubles import Trouble
from bot.watch.watch import Watch
from models import Alarm, AlarmKind, Backup, Heartbeat, Notice, NoticeKind, Role, Service
from models.alarm import OVER
from tests.hands import HandClock, at_once, member
from tests.works import ids, notices, rows, works

BUG = AlarmKind.BUG


def raised(store: Store, kind: AlarmKind, now: datetime, reference: str = "1A2B3C4D") -> None:
    store.run_now(lambda session: alarms.raise_(session, kind, reference, now))


def told(store: Store) -> list[Notice]:
    return [notice for notice in notices(store) if notice.kind is NoticeKind.ALARM]


def test_administrators_alone_are_told_at_once(played: Store, clock: HandClock) -> None:
    raised(played, BUG, clock.now())
    assert [(notice.recipient_id, notice.due_at) for notice in told(played)] == [(ids(played)[ADA], clock.now())]


def test_what_goes_on_is_told_once_an_hour(played: Store, clock: HandClock) -> None:
    for _ in range(36):
        raised(played, BUG, clock.now())
        clock.forward(minutes=5)
    [alarm] = rows(played, Alarm)
    assert alarm.times == 36
    assert len(told(played)) == 3


def test_what_is_silent_for_half_an_hour_is_over_and_told_once(played: Store, clock: HandClock) -> None:
    raised(played, BUG, clock.now())
    for _ in range(5):
        clock.forward(minutes=15)
        played.run_now(lambda session: alarms.end_silent(session, clock.now()))
    [alarm] = rows(played, Alarm)
    assert alarm.over_at == alarm.first_at + timedelta(minutes=45)
    assert [notice.occasion for notice in told(played)][1:] == [OVER]


def test_what_comes_and_goes_is_told_no_more_often(played: Store, clock: HandClock) -> None:
    for _ in range(24):
        played.run_now(lambda session: alarms.go_on(session, AlarmKind.WORKER_AWAY, clock.now(), clock.now()))
        clock.forward(minutes=1)
        played.run_now(lambda session: alarms.end(session, AlarmKind.WORKER_AWAY, clock.now()))
        clock.forward(minutes=4)
    assert len(rows(played, Alarm)) == 24
    assert len(told(played)) == 4  # twice that it is so, twice that it is over, in two hours


def test_eight_at_once_count_into_one_row(played: Store, clock: HandClock) -> None:
    def unit(session: Session) -> None:
        alarms.raise_(session, BUG, "1A2B3C4D", clock.now())

    at_once(played, *([unit] * 8))
    [alarm] = rows(played, Alarm)
    assert alarm.times == 8
    assert len(told(played)) == 1


@pytest.mark.parametrize("kind", AlarmKind)
async def test_what_is_said_names_nobody_and_says_what_to_do(
    played: Store, database_url: str, clock: HandClock, kind: AlarmKind
) -> None:
    raised(played, kind, clock.now())
    async with works(database_url, clock) as it:
        await it.deliver()
        [text] = it.texts(ADA)
        assert "docs/drift.md" in text
        assert not [player.name for player in CAST if player.name in text]
        assert not it.heard(MAJ)


async def test_what_began_and_ended_before_it_could_be_said_is_one_message(
    played: Store, database_url: str, clock: HandClock
) -> None:
    raised(played, BUG, clock.now())
    played.run_now(lambda session: alarms.end_silent(session, clock.forward(minutes=31)))
    async with works(database_url, clock) as it:
        await it.deliver()
        [text] = it.texts(ADA)
        assert text.startswith("Larmet är över")


async def test_quiet_hours_make_it_silent_and_do_not_hold_it_up(
    played: Store, database_url: str, clock: HandClock
) -> None:
    clock.forward(hours=14)
    raised(played, BUG, clock.now())
    async with works(database_url, clock) as it:
        await it.deliver()
        assert len(it.heard(ADA)) == 1


async def test_who_is_no_administrator_any_more_is_not_told(played: Store, database_url: str, clock: HandClock) -> None:
    raised(played, BUG, clock.now())

    def demote(session: Session) -> None:
        member(session, ADA).role = Role.CASEWORKER

    played.run_now(demote)
    async with works(database_url, clock) as it:
        await it.deliver()
        assert not it.heard(ADA)


class Stopwatch:
    """Seconds that a test counts."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def watch(clock: HandClock, stopwatch: Stopwatch) -> Watch:
    return Watch(clock, "here", stopwatch)


@pytest.fixture
def rounds(played: Store, watch: Watch) -> Rounds:
    async def ask() -> None:
        """Telegram is not asked here."""

    return Rounds(played, watch, Service.WEB, ask)


async def test_ten_thousand_bugs_a_second_for_ten_seconds_are_one_row_and_one_message(
    played: Store, clock: HandClock, watch: Watch, rounds: Rounds
) -> None:
    for _ in range(10):
        for number in range(10_000):
            watch.saw(BUG, f"{number:08X}")
        await rounds.write_down()
        clock.forward(seconds=1)
    [alarm] = rows(played, Alarm)
    assert (alarm.times, alarm.reference) == (100_000, "0000270F")
    assert len(told(played)) == 1


async def test_what_cannot_be_written_down_waits_and_makes_no_alarm_of_its_own(
    played: Store, clock: HandClock, watch: Watch, rounds: Rounds
) -> None:
    def rename(session: Session, old: str, new: str) -> None:
        session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    watch.saw(BUG, "FIRST")
    played.run_now(lambda session: rename(session, "alarm", "elsewhere"))
    await rounds.write_down()
    played.run_now(lambda session: rename(session, "elsewhere", "alarm"))
    watch.saw(BUG, "SECOND")
    await rounds.write_down()
    [alarm] = rows(played, Alarm)
    assert (alarm.kind, alarm.times, alarm.reference) == (BUG, 2, "SECOND")


async def test_a_database_that_was_away_is_told_when_it_is_back(
    played: Store, database_url: str, clock: HandClock, watch: Watch, rounds: Rounds, stopwatch: Stopwatch
) -> None:
    watch.storage_answered()
    watch.storage_failed()
    stopwatch.seconds += 720
    clock.forward(minutes=12)
    watch.storage_answered()
    await rounds.write_down()
    async with works(database_url, clock) as it:
        await it.deliver()
        [text] = it.texts(ADA)
    assert "databasen svarade inte" in text
    assert "Från mån 3 okt kl. 09:00 till mån 3 okt kl. 09:12" in text


@pytest.mark.parametrize(("seconds", "alarms_then"), [(299, 0), (301, 1)])
async def test_telegram_away_for_five_minutes_is_told_when_it_is_back(
    played: Store, clock: HandClock, watch: Watch, rounds: Rounds, stopwatch: Stopwatch, seconds: int, alarms_then: int
) -> None:
    watch.telegram_answered("getMe", 200)
    watch.telegram_failed("sendMessage", "away")
    stopwatch.seconds += seconds
    watch.telegram_answered("sendMessage", 502)
    watch.telegram_answered("sendMessage", 429)
    await rounds.write_down()
    assert [alarm.kind for alarm in rows(played, Alarm)] == [AlarmKind.TELEGRAM_AWAY] * alarms_then


async def test_another_poller_is_told_when_it_stays(
    played: Store, watch: Watch, rounds: Rounds, stopwatch: Stopwatch
) -> None:
    for seconds, expected in ((0, 0), (20, 0), (20, 1)):
        stopwatch.seconds += seconds
        watch.telegram_answered("getUpdates", 409)
        await rounds.write_down()
        assert len(rows(played, Alarm)) == expected


def looked(store: Store, checks: Checks, stopwatch: Stopwatch) -> list[AlarmKind]:
    """What is open after two looks a minute apart."""
    for _ in range(2):
        store.run_now(lambda session: checks.look(session, store.now(session)))
        stopwatch.seconds += 60
    return sorted(alarm.kind for alarm in rows(store, Alarm) if alarm.over_at is None)


def lives(store: Store, name: str, service: Service, started_at: datetime, at: datetime) -> None:
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


def test_troubles_gather_with_the_earliest_time_and_the_newest_reference(clock: HandClock, watch: Watch) -> None:
    start = clock.now()
    watch.troubles.add(Trouble(BUG, 2, start + timedelta(hours=1), "A"))
    watch.troubles.add(Trouble(BUG, 3, start, ""))
    assert watch.troubles.take() == [Trouble(BUG, 5, start, "A")]
    assert watch.troubles.take() == []
