"""The timetable: what falls due does so once, by Stockholm's clock, and a missed run loses nothing."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.actions import record
from bot.clock import at_local, local
from bot.demo.cast import YLVA
from bot.schedule import UPDATES_KEPT, Tick, forget_updates
from models import HandledUpdate, Referral
from tests.hands import a_referral, turn
from tests.ticking import QUESTIONS, TIMETABLE, asked

CLEANING = next(tick for tick in TIMETABLE if tick.name == "cleaning")
DAILY = [tick for tick in TIMETABLE if tick is not CLEANING]


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
