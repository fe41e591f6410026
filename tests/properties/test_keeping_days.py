"""On which day a file goes, whatever happened to it."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.keeping import MONTHS_AHEAD, File
from models import Organisation, OrganisationKind

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
MONTHS = st.integers(12, 240)
SHORT = st.integers(1, 24)


def a_board(months: int, transferred: int) -> Organisation:
    return Organisation(
        name="Nämnden",
        kind=OrganisationKind.MUNICIPAL_BOARD,
        keep_months=months,
        keep_transferred_months=transferred,
        open_days=[],
        consent_share=[],
        consent_with=[],
    )


def a_file(last: datetime, transferred: datetime | None = None, *, is_open: bool = False) -> File:
    return File("m", "R-7K3QX", 1, last, transferred, is_open)


@given(last=MOMENTS, months=MONTHS, short=SHORT)
def test_a_file_is_kept_as_many_months_after_its_last_note_as_the_board_says(
    last: datetime, months: int, short: int
) -> None:
    day = a_file(last).erase_on(a_board(months, short), date(2022, 10, 3))

    noted = clock.today(last)
    assert (day.year * 12 + day.month) - (noted.year * 12 + noted.month) == months
    assert day.day == noted.day or (day.day < noted.day and (day + timedelta(days=1)).day == 1)


@given(last=MOMENTS, after=st.timedeltas(timedelta(), timedelta(days=4000)), months=MONTHS, short=SHORT)
def test_a_transfer_never_keeps_a_file_longer_and_never_takes_it_before_its_own_time(
    last: datetime, after: timedelta, months: int, short: int
) -> None:
    board, today = a_board(months, short), date(2022, 10, 3)
    kept, moved = (a_file(last, at).erase_on(board, today) for at in (None, last + after))

    assert moved <= kept
    assert moved == kept or moved == clock.months_later(clock.today(last + after), short)


@given(last=MOMENTS, later=MOMENTS, months=MONTHS, short=SHORT)
def test_a_later_note_never_takes_a_file_sooner(last: datetime, later: datetime, months: int, short: int) -> None:
    board, today = a_board(months, short), date(2022, 10, 3)
    first, second = sorted((last, later))

    assert a_file(first).erase_on(board, today) <= a_file(second).erase_on(board, today)


@given(last=MOMENTS, today=st.dates(date(2020, 1, 1), date(2040, 1, 1)), months=st.integers(0, 240), short=SHORT)
def test_an_open_file_never_goes_within_the_time_of_notice(
    last: datetime, today: date, months: int, short: int
) -> None:
    day = a_file(last, last, is_open=True).erase_on(a_board(months, short), today)

    assert day > clock.months_later(today, MONTHS_AHEAD)


@given(last=MOMENTS, months=MONTHS, short=SHORT, one=st.dates(), other=st.dates())
def test_the_day_of_an_ended_file_does_not_hang_on_when_it_is_asked(
    last: datetime, months: int, short: int, one: date, other: date
) -> None:
    board = a_board(months, short)

    assert a_file(last).erase_on(board, one) == a_file(last).erase_on(board, other)
