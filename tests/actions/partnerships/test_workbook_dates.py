"""Dates in a workbook: real ones, ones that are read with a note, and ones that are not read."""

from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlmodel import Session

from bot.actions.partnerships.written_dates import sure_date
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import agreement, agreements, made, pact, saved, workbook

FIRST = date(2022, 9, 1)


@pytest.mark.parametrize("cell", [FIRST, datetime.combine(FIRST, time())])
def test_a_real_date_is_read_without_a_word(load: Load, session: Session, cell: Any) -> None:
    outcome = load(made(agreements(pact(start=cell))))
    assert (outcome.problems, outcome.cautions) == ((), ())
    assert agreement(session).valid_from == FIRST


@pytest.mark.parametrize(
    "cell",
    [
        "2022-09-01",
        "20220901",
        20220901,
        20220901.0,
        "1/9 2022",
        "1/9, 2022",
        "1 september 2022",
        " 1  September\u00a02022 ",
        "1 sept. 2022",
        "1 sep 2022",
        "den 1 september 2022",
        "den 1:e september, 2022",
        "01.09.2022",
        "1. 9. 2022",
        "2022-9-1",
        "2022/09/01",
        "2022-09-01 00:00:00",
        "2022-09-01T00:00",
        "\u200b2022-09-01",
        44805,
        44805.0,
    ],
)
def test_a_date_that_can_only_mean_one_day_is_read_with_a_note(load: Load, session: Session, cell: Any) -> None:
    outcome = load(made(agreements(pact(start=cell))))
    assert outcome.problems == ()
    [caution] = outcome.cautions
    assert str(caution).startswith('row 2 of "Överenskommelser", Odling: "Gäller från" was written ')
    assert caution.reason.endswith("and read as 2022-09-01; check it")
    assert agreement(session).valid_from == FIRST


@pytest.mark.parametrize(
    ("cell", "how"),
    [
        ("31 juni 2022", "write it like 2022-09-01"),
        ("2022-02-30", "write it like 2022-09-01"),
        ("våren 2022", "write it like 2022-09-01"),
        ("september 2022", "write it like 2022-09-01"),
        ("1/9 22", "write it like 2022-09-01"),
        ("220901", "write it like 2022-09-01"),
        ("22-09-01", "write it like 2022-09-01"),
        ("13/13 2022", "write it like 2022-09-01"),
        ("02/03/2022", "write 2022-03-02, if that is the day"),
        ("2-3-2022", "write 2022-03-02, if that is the day"),
        ("1 majs 2022", "write 2022-05-01, if that is the day"),
        ("2022111", "write 2022-11-01, if that is the day"),
        ("1022-09-01", "write 1022-09-01, if that is the day"),
        ("1 2 3", "write it like 2022-09-01"),
        (220901, "write it like 2022-09-01"),
        (44805.5, "write it like 2022-09-01"),
        (-1, "write it like 2022-09-01"),
        (1e300, "write it like 2022-09-01"),
        (True, "write it like 2022-09-01"),
        ("9" * 5000, "write it like 2022-09-01"),
    ],
)
def test_a_doubtful_or_impossible_date_keeps_the_row_out(load: Load, cell: Any, how: str) -> None:
    outcome = load(made(agreements(pact(start=cell), pact("Bakning"))))
    [problem] = outcome.problems
    assert str(problem).startswith('row 2 of "Överenskommelser", Odling: "Gäller från" must be a date, not ')
    assert problem.reason.endswith(how)
    assert outcome.added.agreements == 1


def test_a_moment_of_the_day_is_no_date(load: Load) -> None:
    [problem] = load(made(agreements(pact(start=datetime.combine(FIRST, time(14, 30)))))).problems
    assert problem.reason == '"Gäller från" must be a date without a time of day: write 2022-09-01'


def test_a_workbook_that_counts_from_1904_is_read_as_it_counts(load: Load, session: Session) -> None:
    book = workbook(agreements(pact(start=44805 - 1462)))
    book.epoch = CALENDAR_MAC_1904
    load(saved(book))
    assert agreement(session).valid_from == FIRST


@pytest.mark.parametrize(
    ("written", "read"),
    [("13/9/2022", date(2022, 9, 13)), ("2/2/2022", date(2022, 2, 2)), ("01/02/2022", None), (10**400, None)],
)
def test_a_day_between_slashes_is_sure_where_the_month_is(written: str | int, read: date | None) -> None:
    assert sure_date(written) == read
