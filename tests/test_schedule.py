"""The timetable: what falls due does so once, by Stockholm's clock, and a missed run loses nothing."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers import date as triggers_date
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from bot import outbox, waking
from bot.actions import record
from bot.app import App
from bot.clock import STOCKHOLM, SharedClock, at_local, local
from bot.demo.cast import YLVA
from bot.schedule import UPDATES_KEPT, ClockWatch, Tick, forget_updates, free_held, timetable
from bot.store import Store
from models import HandledUpdate, Notice, NoticeKind, Referral
from tests.hands import a_referral, member, turn
from tests.works import ON_POSTGRESQL, ON_SQLITE, works

TIMETABLE = timetable(random.Random(1), ledger=None)
CLEANING = next(tick for tick in TIMETABLE if tick.name == "cleaning")
DAILY = [tick for tick in TIMETABLE if tick is not CLEANING]
DAY = timedelta(days=1)
QUESTIONS = next(tick for tick in TIMETABLE if tick.name == "record_questions")


def asked(session: Session) -> int:
    """How often the question about the case file is owed."""
    kind = col(Notice.kind) == NoticeKind.RECORD_QUESTION
    return len(session.exec(select(Notice).where(kind)).all())


@pytest.mark.parametrize("tick", DAILY, ids=lambda tick: tick.name)
@given(moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_tick_comes_once_a_day_and_never_between_one_and_four(tick: Tick, moment: datetime) -> None:
    start = at_local(moment.date(), moment.hour, moment.minute)

    first = tick.after(start)
    second = tick.after(first)

    assert start < first <= start + timedelta(hours=25)
    assert (local(second).date() - local(first).date()).days == 1
    assert local(first).hour not in (1, 2, 3)


@given(moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - made aware below
def test_the_chat_is_looked_over_every_ten_minutes(moment: datetime) -> None:
    start = at_local(moment.date(), moment.hour, moment.minute)

    assert start < CLEANING.after(start) <= start + timedelta(minutes=10)


@pytest.mark.parametrize("day", [date(2022, 10, 30), date(2023, 3, 26)], ids=["clocks go back", "clocks go forward"])
def test_the_question_comes_at_half_past_three_on_the_days_that_the_clocks_change(day: date) -> None:
    due = QUESTIONS.after(at_local(day, 0))

    assert due == at_local(day, 15, 30)


def test_the_question_is_asked_once_a_day_however_often_the_tick_runs(session: Session, now: datetime) -> None:
    a_referral(turn(session, YLVA, now))
    afternoon = at_local(date(2022, 10, 3), 15, 30)

    for minutes in (0, 1, 60):
        record.due(session, afternoon + timedelta(minutes=minutes))

    assert asked(session) == 1


def test_it_is_not_asked_before_half_past_three_of_the_first_day(session: Session, now: datetime) -> None:
    a_referral(turn(session, YLVA, now))

    assert record.due(session, now) == 0


def test_days_without_a_run_are_made_up_for_with_one_question(session: Session, now: datetime) -> None:
    a_referral(turn(session, YLVA, now))

    while record.due(session, at_local(date(2022, 10, 13), 8)):
        pass

    assert asked(session) == 1


def test_after_a_yes_nothing_is_asked(session: Session, now: datetime) -> None:
    ylva = turn(session, YLVA, now)
    referral = a_referral(ylva)
    record.confirm(ylva, referral.id)

    record.due(session, at_local(date(2022, 10, 5), 16))

    assert asked(session) == 0


def test_many_questions_are_owed_in_chunks(session: Session, now: datetime) -> None:
    ylva = turn(session, YLVA, now)
    first = a_referral(ylva)
    columns = first.model_dump(exclude={"id", "code", "draft_id"})
    session.add_all(
        Referral(code=f"R-{number}", draft_id=1000 + number, **columns) for number in range(record.CHUNK + 5)
    )
    session.flush()
    evening = at_local(date(2022, 10, 3), 18)

    chunks = [record.due(session, evening) for _ in range(3)]

    assert chunks == [record.CHUNK, 6, 0]


def test_update_ids_are_forgotten_only_when_telegram_cannot_bring_them_again(session: Session, now: datetime) -> None:
    session.add(HandledUpdate(update_id=1, handled_at=now - UPDATES_KEPT - timedelta(minutes=1)))
    session.add(HandledUpdate(update_id=2, handled_at=now - timedelta(days=7)))
    session.flush()

    forget_updates(session, now)

    assert session.exec(select(HandledUpdate.update_id)).all() == [2]


def test_a_clock_that_keeps_time_was_not_moved(now: datetime) -> None:
    watch = ClockWatch(now, 100.0)

    assert not watch.moved(now + timedelta(hours=3), 100.0 + 3 * 3600)
    assert not watch.moved(now + timedelta(hours=3, seconds=4), 100.0 + 3 * 3600)


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1), timedelta(minutes=-2), timedelta(seconds=5)])
def test_a_clock_that_was_moved_is_noticed_once(now: datetime, by: timedelta) -> None:
    watch = ClockWatch(now, 100.0)

    assert watch.moved(now + by + timedelta(seconds=30), 130.0) == by
    assert not watch.moved(now + by + timedelta(seconds=60), 160.0)


def test_a_clock_that_creeps_is_noticed_when_it_has_crept_far(now: datetime) -> None:
    watch = ClockWatch(now, 0.0)

    crept = [watch.moved(now + timedelta(seconds=33 * look), 30.0 * look) for look in (1, 2)]

    assert crept == [timedelta(), timedelta(seconds=6)]


def test_what_is_held_until_tomorrow_since_the_clock_was_a_day_ahead_is_given_back(
    played: Store, now: datetime
) -> None:
    def unit(session: Session) -> tuple[int, list[int], list[int]]:
        who = member(session, YLVA).id
        outbox.owe(session, who, NoticeKind.MEMBER_JOINED, who, "once", now)
        session.flush()
        taken = outbox.claim(session, now + timedelta(days=1), 5)
        blocked = outbox.claim(session, now, 5)
        free_held(session, now)
        return len(taken), [one.id for one in blocked], [one.id for one in outbox.claim(session, now, 5)]

    taken, blocked, again = played.run_now(unit)

    assert (taken, blocked, len(again)) == (1, [], 1)


def test_what_is_held_as_long_as_it_may_be_is_not_given_back(played: Store, now: datetime) -> None:
    def unit(session: Session) -> int:
        who = member(session, YLVA).id
        outbox.owe(session, who, NoticeKind.MEMBER_JOINED, who, "once", now)
        session.flush()
        [held] = outbox.claim(session, now, 5)
        outbox.put_back(session, held.id, now + outbox.LONGEST_PAUSE)
        outbox.pause_all(session, 7200, now)
        free_held(session, now)
        return len(outbox.claim(session, now, 5)) + len(outbox.claim(session, now + timedelta(minutes=59), 5))

    assert played.run_now(unit) == 0


class Probe:
    """A tick that remembers when it ran; `does` is its work."""

    def __init__(self, trigger: CronTrigger, does: Callable[[datetime], int] = lambda _now: 0) -> None:
        self.ran: list[datetime] = []
        self._does = does
        self.tick = Tick("probe", trigger, self._work)

    def _work(self, _session: Session, now: datetime) -> int:
        self.ran.append(now)
        return self._does(now)


EIGHT = CronTrigger(hour=8, timezone=STOCKHOLM)


@asynccontextmanager
async def live(url: str, clock: SharedClock, probe: Probe) -> AsyncIterator[tuple[App, AsyncIOScheduler]]:
    """A live scheduler with this tick alone; it looks at the clock ten times a second."""
    async with works(url, clock) as it:
        it.app.timetable, it.app.upkeep, it.app.waker.clock_look = (probe.tick,), (), 0.1
        scheduler = it.app.scheduler()
        scheduler.start()
        try:
            yield it.app, scheduler
        finally:
            scheduler.shutdown(wait=False)


async def until(true: Callable[[], bool]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


def shown(moment: datetime) -> SharedClock:
    """A clock that shows `moment` and goes on."""
    clock = SharedClock()
    clock.move_to(moment)
    return clock


@pytest.fixture
def on_the_wall(monkeypatch: pytest.MonkeyPatch, now: datetime) -> SharedClock:
    """The clock that APScheduler reads, as well as the bot."""
    clock = shown(now)

    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # what it gives suffices
            return clock.now().astimezone(tz or UTC)

    for module in (base, triggers_date):
        monkeypatch.setattr(module, "datetime", Wall)
    return clock


@ON_SQLITE
async def test_a_clock_that_is_set_forward_a_day_wakes_what_fell_due_and_plans_the_next_morning(
    played: Store, database_url: str, on_the_wall: SharedClock, now: datetime
) -> None:
    probe = Probe(EIGHT)
    async with live(database_url, on_the_wall, probe) as (_, scheduler):
        await until(lambda: len(probe.ran) == 1)
        on_the_wall.move_to(now + timedelta(days=1))
        await until(lambda: len(probe.ran) > 1)

        assert probe.ran[1] >= now + timedelta(days=1)
        assert scheduler.get_job("probe").next_run_time == at_local(local(now).date() + timedelta(days=2), 8)


@ON_SQLITE
async def test_a_clock_that_was_a_day_ahead_and_is_set_right_does_not_let_a_morning_pass(
    played: Store, database_url: str, on_the_wall: SharedClock, now: datetime
) -> None:
    probe = Probe(EIGHT)
    before_eight = at_local(local(now).date() + timedelta(days=1), 7, 59) + timedelta(seconds=59)
    async with live(database_url, on_the_wall, probe) as (_, scheduler):
        await until(lambda: len(probe.ran) == 1)
        assert scheduler.get_job("probe").next_run_time == at_local(local(now).date() + timedelta(days=1), 8)
        on_the_wall.move_to(before_eight - timedelta(days=1))
        await until(lambda: len(probe.ran) == 3)  # once for the move, and at eight

        assert local(probe.ran[2]).strftime("%Y-%m-%d %H") == f"{local(now).date()} 08"


@ON_SQLITE
async def test_a_tick_that_hits_a_bug_is_told_with_a_reference_and_tried_again_within_the_hour(
    played: Store, database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert waking.AFTER_BUG_SECONDS < 3600
    monkeypatch.setattr(waking, "AFTER_BUG_SECONDS", 0.05)
    bugs = [ValueError("Kanariefågel"), ValueError("Kanariefågel")]

    def work(_now: datetime) -> int:
        if bugs:
            raise bugs.pop()
        return 0

    probe = Probe(EIGHT, work)
    with capture_logs() as told:
        async with live(database_url, shown(now), probe):
            await until(lambda: len(probe.ran) == 3)
            await asyncio.sleep(0.2)

    bugs_told = [entry for entry in told if entry["event"] == "bug in a tick"]
    assert len(probe.ran) == 3
    assert len({entry["reference"] for entry in bugs_told}) == 2
    assert "Kanariefågel" not in str(told)


@ON_SQLITE
async def test_a_tick_that_takes_longer_than_its_period_runs_once_more_for_what_fell_due_meanwhile(
    played: Store, database_url: str, now: datetime
) -> None:
    clock = shown(now)

    def work(began: datetime) -> int:
        if began < now + DAY:
            clock.move_to(began + 3 * DAY)
        return 0

    probe = Probe(EIGHT, work)
    async with works(database_url, clock) as it:
        it.app.timetable, it.app.upkeep = (probe.tick,), ()
        scheduler = it.app.scheduler()
        scheduler.start()
        await until(lambda: len(probe.ran) == 2)
        await asyncio.sleep(0.2)
        scheduler.shutdown(wait=False)

    assert [local(moment).date() - local(now).date() for moment in probe.ran] == [timedelta(), 3 * DAY]


@ON_POSTGRESQL
async def test_a_row_that_somebody_held_when_its_tick_came_is_found_a_moment_later_and_not_next_morning(
    played: Store, database_url: str, now: datetime
) -> None:
    number = played.run_now(lambda session: a_referral(turn(session, YLVA, now)).id)
    held = played.engine.connect()
    held.execute(select(Referral).where(col(Referral.id) == number).with_for_update())
    async with works(database_url, shown(at_local(local(now).date() + DAY, 16))) as it:
        it.app.timetable, it.app.upkeep, it.app.waker.look_again = (QUESTIONS,), (), 1.5
        scheduler = it.app.scheduler()
        scheduler.start()
        await asyncio.sleep(0.7)
        assert not played.run_now(asked)
        held.rollback()
        held.close()
        await until(lambda: played.run_now(asked) == 1)
        scheduler.shutdown(wait=False)
