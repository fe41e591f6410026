"""Alarms: counted into one row, told at once and then once an hour, told when over, and never about a person."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.demo.cast import ADA, CAST, MAJ
from bot.store import Store
from bot.watch import alarms
from models import Alarm, AlarmKind, Role
from models.alarm import OVER
from tests.hands import HandClock, at_once, member
from tests.watch.alarming import BUG, raised, told
from tests.works import ids, rows, works


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
