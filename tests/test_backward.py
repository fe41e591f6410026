"""The steps toward what follows after an agreement, counted backward from its last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import leads, workdays
from bot.agreements.backward import NEAR, STEPS, LeadTimes, Meeting, plan
from models import ReminderKind, Role

END = date(2023, 5, 31)
USUAL = LeadTimes(signature=14, papers=21, dialogue=60)
DAYS = st.dates(date(2016, 1, 1), date(2036, 12, 31))
LEADS = st.builds(LeadTimes, st.integers(0, 365), st.integers(0, 365), st.integers(0, 365))


@st.composite
def _calendars(draw: st.DrawFn, end: date) -> list[Meeting]:
    """Meetings around the end of an agreement, and some far from it; each with its papers before it."""
    days = draw(st.lists(st.integers(-500, 60), max_size=6, unique=True))
    held = [end + timedelta(days=number) for number in days]
    return [Meeting(day, day - timedelta(days=draw(st.integers(0, 60)))) for day in held]


def test_the_usual_lead_times_lead_from_the_last_meeting_in_time_back_to_the_dialogue() -> None:
    """25 May is after the signature's day; the papers of the meeting before it are due on a day of their own."""
    meetings = [
        Meeting(date(2023, 3, 16), date(2023, 2, 23)),
        Meeting(date(2023, 4, 20), date(2023, 3, 31)),
        Meeting(date(2023, 5, 25), date(2023, 5, 4)),
    ]
    found = plan(END, meetings, USUAL)
    assert [found.day(step) for step in STEPS] == [
        date(2023, 1, 30),
        date(2023, 3, 31),
        date(2023, 4, 20),
        date(2023, 5, 17),
    ]
    assert found.meeting


@pytest.mark.parametrize(
    "meetings",
    [
        [],
        [Meeting(date(2023, 5, 18), date(2023, 4, 27))],
        [Meeting(date(2023, 5, 17) - NEAR - timedelta(days=1), date(2022, 12, 20))],
    ],
    ids=["none", "too late", "too long ago"],
)
def test_without_a_meeting_that_is_near_the_decision_falls_on_the_day_of_the_signature(meetings: list[Meeting]) -> None:
    """21 days before 17 May is a Wednesday; 60 days before that a Saturday."""
    found = plan(END, meetings, USUAL)
    assert [found.day(step) for step in STEPS] == [
        date(2023, 2, 24),
        date(2023, 4, 26),
        date(2023, 5, 17),
        date(2023, 5, 17),
    ]
    assert not found.meeting


@given(data=st.data(), end=DAYS, lead_times=LEADS)
def test_every_step_is_a_working_day_and_none_comes_before_the_one_it_needs(
    data: st.DataObject, end: date, lead_times: LeadTimes
) -> None:
    meetings = data.draw(_calendars(end))
    found = plan(end, meetings, lead_times)
    days = [found.day(step) for step in STEPS]
    assert days == sorted(days)
    assert days[-1] <= end
    assert all(workdays.is_working(day) for day in days)
    assert found.signature <= end - timedelta(days=lead_times.signature)
    assert found.dialogue <= found.draft - timedelta(days=lead_times.dialogue)


@given(data=st.data(), end=DAYS, lead_times=LEADS)
def test_the_decision_is_the_last_meeting_before_the_signature_where_one_is_near(
    data: st.DataObject, end: date, lead_times: LeadTimes
) -> None:
    meetings = data.draw(_calendars(end))
    found = plan(end, meetings, lead_times)
    in_time = [one for one in meetings if found.signature - NEAR <= one.held_on <= found.signature]
    assert found.meeting == bool(in_time)
    if in_time:
        last = max(in_time, key=lambda one: one.held_on)
        assert found.decision == workdays.on_or_before(last.held_on)
        assert found.draft <= last.papers_on


@given(end=DAYS, lead_times=LEADS)
def test_each_step_is_said_to_the_managers_alone_on_a_working_day_before_it(end: date, lead_times: LeadTimes) -> None:
    found = plan(end, [], lead_times)
    said = leads.of_steps(found)
    assert [one.kind for one in said] == list(STEPS)
    assert {one.to for one in said} == {(Role.MANAGER,)}
    assert all(workdays.is_working(one.due_on) and one.due_on <= found.day(one.kind) for one in said)
    assert [one.about - timedelta(days=one.days) for one in said] == [found.day(step) for step in STEPS]
    assert said[0].due_on == found.day(ReminderKind.DIALOGUE)
