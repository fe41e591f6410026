"""Agreements that end on the 31st, on a leap day or near a feast: the days written out by hand."""

from datetime import date

import pytest

from bot import leads
from models import ReminderKind
from tests.properties import almanac

PINNED = {
    # Midsummer is far; 1 May 2023 is a Monday, so what falls on it is said on Friday, 28 April
    "2023-05-31": {
        180: "2022-12-02", 90: "2023-03-02", 60: "2023-03-31", 30: "2023-04-28",
        14: "2023-05-17", 7: "2023-05-24", 1: "2023-05-30", -1: "2023-06-01",
    },
    # Saturday 24 and New Year's Eve are free; 4 July and 2 October: a Monday and a Sunday; 1 January: a Sunday
    "2022-12-31": {
        180: "2022-07-04", 90: "2022-09-30", 60: "2022-11-01", 30: "2022-12-01",
        14: "2022-12-16", 7: "2022-12-23", 1: "2022-12-30", -1: "2023-01-02",
    },
    # over 29 February 2024; 1 May is free
    "2024-05-31": {
        180: "2023-12-01", 90: "2024-03-01", 60: "2024-03-28", 30: "2024-04-30",
        14: "2024-05-17", 7: "2024-05-24", 1: "2024-05-30", -1: "2024-06-03",
    },
    "2025-08-31": {
        180: "2025-03-04", 90: "2025-06-02", 60: "2025-07-02", 30: "2025-08-01",
        14: "2025-08-15", 7: "2025-08-22", 1: "2025-08-29", -1: "2025-09-01",
    },
    "2024-12-31": {
        180: "2024-07-04", 90: "2024-10-02", 60: "2024-11-01", 30: "2024-11-29",
        14: "2024-12-17", 7: "2024-12-23", 1: "2024-12-30", -1: "2025-01-02",
    },
    "2022-01-31": {
        180: "2021-08-04", 90: "2021-11-02", 60: "2021-12-02", 30: "2021-12-30",
        14: "2022-01-17", 7: "2022-01-24", 1: "2022-01-28", -1: "2022-02-01",
    },
    # Maundy Thursday is the last working day before Easter Sunday, 31 March 2024
    "2024-03-31": {
        180: "2023-10-03", 90: "2023-12-29", 60: "2024-01-31", 30: "2024-03-01",
        14: "2024-03-15", 7: "2024-03-22", 1: "2024-03-28", -1: "2024-04-02",
    },
    "2024-02-29": {
        180: "2023-09-01", 90: "2023-12-01", 60: "2023-12-29", 30: "2024-01-30",
        14: "2024-02-15", 7: "2024-02-22", 1: "2024-02-28", -1: "2024-03-01",
    },
}  # fmt: skip
"""By the last day: on which day how many days before are said; -1 is the day after."""
KOORDINATORER_TOO = {90, 30, -1}
THIRTY_FIRSTS = [date(year, month, 31) for year in range(2019, 2031) for month in (1, 3, 5, 7, 8, 10, 12)]


def planned(end: date) -> dict[int, str]:
    """What the product plans, as it is written out above."""
    of_end = leads.of_end(end)
    return {one.days if one.kind is ReminderKind.EXPIRY else -one.days: one.due_on.isoformat() for one in of_end}


@pytest.mark.parametrize("end", PINNED)
def test_the_days_are_those_written_out_by_hand(end: str) -> None:
    assert planned(date.fromisoformat(end)) == PINNED[end]


@pytest.mark.parametrize("end", THIRTY_FIRSTS, ids=date.isoformat)
def test_every_agreement_that_ends_on_the_31st_is_spoken_of_on_the_days_of_the_oracle(end: date) -> None:
    wanted = {one.lead: one.day.isoformat() for one in almanac.of_end(end)}
    assert planned(end) == wanted
    told = {(one.days if one.kind is ReminderKind.EXPIRY else -one.days): {*one.to} for one in leads.of_end(end)}
    assert {lead for lead, roles in told.items() if "koordinator" in roles} == KOORDINATORER_TOO
    assert all("manager" in roles for roles in told.values())
