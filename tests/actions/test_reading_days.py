"""A day, in the forms people write it."""

from datetime import date

import pytest

from bot.dates import read_day, read_past_day, understood
from bot.errors import Refused
from messages import views

MONDAY = date(2022, 10, 3)
EXAMPLE = "/borta 14 oktober"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("14 okt", date(2022, 10, 14)),
        ("14 oktober", date(2022, 10, 14)),
        ("den 14 oktober", date(2022, 10, 14)),
        ("till 14 okt", date(2022, 10, 14)),
        ("till och med 14 okt", date(2022, 10, 14)),
        ("t.o.m. 14/10", date(2022, 10, 14)),
        ("tom 14/10", date(2022, 10, 14)),
        ("14 oct", date(2022, 10, 14)),
        ("October 14", date(2022, 10, 14)),
        ("14th of October", date(2022, 10, 14)),
        ("2022-10-14", date(2022, 10, 14)),
        ("20221014", date(2022, 10, 14)),
        ("14/10", date(2022, 10, 14)),
        ("14/10-22", date(2022, 10, 14)),
        ("14/10 2022", date(2022, 10, 14)),
        ("14.10.2022", date(2022, 10, 14)),
        ("fredag", date(2022, 10, 7)),
        ("Fredag", date(2022, 10, 7)),
        ("på fredag", date(2022, 10, 7)),
        ("friday", date(2022, 10, 7)),
        ("imorgon", date(2022, 10, 4)),
        ("i morgon", date(2022, 10, 4)),
        ("tomorrow", date(2022, 10, 4)),
        ("idag", MONDAY),
        ("today", MONDAY),
        ("2 jan", date(2023, 1, 2)),
        ("1 feb", date(2023, 2, 1)),
    ],
)
def test_a_day_is_read_however_it_is_written(words: str, day: date) -> None:
    assert read_day(words.split(), MONDAY, EXAMPLE) == day


def test_next_friday_is_a_friday_within_two_weeks() -> None:
    day = read_day(["next", "friday"], MONDAY, EXAMPLE)
    assert day in (date(2022, 10, 7), date(2022, 10, 14))


@pytest.mark.parametrize("words", ["", "till", "t.o.m."])
def test_no_day_is_no_day(words: str) -> None:
    assert read_day(words.split(), MONDAY, EXAMPLE) is None


@pytest.mark.parametrize("words", ["operation", "Anna Andersson", "30 februari", "2022-02-30", "32/13", "sjuk"])
def test_what_is_no_day_is_refused(words: str) -> None:
    for read in (read_day, read_past_day):
        with pytest.raises(Refused) as no:
            read(words.split(), MONDAY, EXAMPLE)
        assert no.value.view == views.CommandUnread(EXAMPLE, deleted=True)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("igår", date(2022, 10, 2)),
        ("i går", date(2022, 10, 2)),
        ("yesterday", date(2022, 10, 2)),
        ("förrgår", date(2022, 10, 1)),
        ("idag", MONDAY),
        ("3/10", MONDAY),
        ("2/10", date(2022, 10, 2)),
        ("den 30 september", date(2022, 9, 30)),
        ("4/10", date(2021, 10, 4)),
        ("24 dec", date(2021, 12, 24)),
        ("fredag", date(2022, 9, 30)),
        ("söndag", date(2022, 10, 2)),
        ("2022-09-30", date(2022, 9, 30)),
    ],
)
def test_a_day_that_has_been_is_the_last_such_one(words: str, day: date) -> None:
    assert read_past_day(words.split(), MONDAY, EXAMPLE) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("i måndags", date(2022, 9, 26)),
        ("i fredags", date(2022, 9, 30)),
        ("i lördags", date(2022, 10, 1)),
        ("i förrgår", date(2022, 10, 1)),
    ],
)
def test_a_day_of_the_week_that_was_is_read_as_swedes_say_it(words: str, day: date) -> None:
    assert read_past_day(words.split(), MONDAY, EXAMPLE) == day


@pytest.mark.parametrize("words", ["0001-01-01", "0022-10-03", "9999-12-31", "31/12/9999"])
def test_a_day_of_a_year_that_cannot_be_meant_is_none(words: str) -> None:
    assert understood(words, MONDAY, "future") is None
