"""Working days, against a table of our own by the Easter algorithm."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import workdays
from tests.properties import almanac
from tests.properties.worlds import examples

EVERY_DAY = [date(2015, 1, 1) + timedelta(days=days) for days in range((date(2041, 1, 1) - date(2015, 1, 1)).days)]
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
OPEN_DAYS = st.frozensets(st.integers(1, 7), min_size=1)


def test_every_day_from_2015_to_2040_is_a_working_day_or_not_as_the_law_says() -> None:
    assert [day for day in EVERY_DAY if workdays.is_working(day) != almanac.is_working(day)] == []


def test_every_holiday_from_2015_to_2040_is_one_and_an_ordinary_weekend_is_none() -> None:
    assert [day for day in EVERY_DAY if workdays.is_holiday(day) != almanac.is_free(day)] == []


def test_easter_falls_on_the_days_of_the_printed_almanac() -> None:
    printed = ["2015-04-05", "2016-03-27", "2019-04-21", "2024-03-31", "2025-04-20", "2035-03-25", "2038-04-25"]
    assert [almanac.easter(date.fromisoformat(day).year).isoformat() for day in printed] == printed


def test_the_working_day_before_and_after_every_day_is_the_nearest_one() -> None:
    for day in EVERY_DAY:
        assert workdays.on_or_before(day) == almanac.on_or_before(day)
        assert workdays.on_or_after(day) == almanac.on_or_after(day)
        assert workdays.after(day) == almanac.on_or_after(day + almanac.DAY)


@examples(300)
@given(after=DAYS, number=st.integers(1, 9), weekdays=OPEN_DAYS, most=st.integers(1, 40))
def test_the_nth_open_day_is_the_nth_of_all_open_days_or_the_latest_day(
    after: date, number: int, weekdays: frozenset[int], most: int
) -> None:
    ahead = [after + timedelta(days=days) for days in range(1, most + 1)]
    opened = [day for day in ahead if day.isoweekday() in weekdays and not almanac.is_free(day)]
    expected = opened[number - 1] if len(opened) >= number else ahead[-1]
    assert workdays.open_day(after, number, weekdays, ahead[-1]) == expected


@examples(300)
@given(moment=st.datetimes(datetime(2015, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_bot_may_speak_by_day_and_the_next_morning_is_the_first_after_now(moment: datetime) -> None:
    assert workdays.may_speak(moment) == almanac.is_day_time(moment)
    assert workdays.may_speak(moment, time(7, 30)) == almanac.is_day_time(moment, time(7, 30))
    today = almanac.day_of(moment)
    mornings = [almanac.at(today + timedelta(days=ahead), 8) for ahead in range(8)]
    assert workdays.next_morning(moment) == next(
        morning for morning in mornings if morning > moment and almanac.is_day_time(morning)
    )
