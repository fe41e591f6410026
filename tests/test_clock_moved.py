"""A clock that is moved is noticed, and what was held by a wrong one is given back."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from bot import outbox
from bot.demo.cast import YLVA
from bot.schedule import ClockWatch, free_held
from bot.store import Store
from models import NoticeKind
from tests.hands import member


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
