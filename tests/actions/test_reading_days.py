"""A day, in the forms people write it."""

from datetime import date

import pytest

from bot.dates import read_day
from bot.errors import Refused

MONDAY = date(2022, 10, 3)


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
    assert read_day(words.split(), MONDAY) == day


def test_next_friday_is_a_friday_within_two_weeks() -> None:
    day = read_day(["next", "friday"], MONDAY)
    assert day in (date(2022, 10, 7), date(2022, 10, 14))


@pytest.mark.parametrize("words", ["", "till", "t.o.m."])
def test_no_day_is_no_day(words: str) -> None:
    assert read_day(words.split(), MONDAY) is None


@pytest.mark.parametrize("words", ["operation", "Anna Andersson", "30 februari", "2022-02-30", "32/13", "sjuk"])
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(Refused):
        read_day(words.split(), MONDAY)
