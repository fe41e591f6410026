"""A live scheduler: its clock is moved, its ticks fail, take long, and find a row that somebody holds."""

import asyncio
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base
from apscheduler.triggers import date as triggers_date
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot import waking
from bot.clock import SharedClock, at_local, local
from bot.demo.cast import YLVA
from bot.store import Store
from models import Referral
from tests.hands import a_referral, turn
from tests.ticking import DAY, EIGHT, QUESTIONS, Probe, asked, live, shown, until
from tests.works import ON_POSTGRESQL, ON_SQLITE, works


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
