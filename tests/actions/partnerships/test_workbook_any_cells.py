"""Whatever stands in a sheet, nothing raises, and no row is lost without a word."""

from datetime import date, datetime, time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.actions.partnerships import Reading, import_partnerships, read_bytes
from bot.actions.partnerships.grid import is_blank
from bot.actions.partnerships.tables import TABLES
from tests.actions.partnerships.workbooks import NOW, made

TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z", "S", "Cf"]), max_size=12)
LIKELY = st.sampled_from(
    ["Odlarna", "Nämnden", "Nämnden; Odlarna", "2022-01-01", "1/9 2022", "ja", "x", "partner", "Exempel: A", "#REF!"]
)
DATES = st.dates(date(1901, 1, 1), date(2200, 1, 1))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
CELLS = st.one_of(
    st.none(),
    LIKELY,
    TEXTS.filter(lambda text: not text.startswith("=")),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    DATES,
    st.builds(datetime.combine, DATES, TIMES),
    TIMES,
)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=8)
HEADED = st.sampled_from(TABLES).flatmap(
    lambda table: st.tuples(
        st.just(table.sheet),
        st.permutations([column.heading for column in table.columns][:8]),
        ROWS,
    )
)
PATIENT = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def spoken_of(reading: Reading, session: Session) -> tuple[set[int], int, set[int]]:
    """The rows that are named as problems, how many were kept, and the rows that notes name."""
    with session.begin_nested() as before:
        outcome = import_partnerships(session, reading, NOW)
        before.rollback()
    session.expire_all()
    kept = outcome.added.total + outcome.changed.total + outcome.unchanged.total
    return {problem.line for problem in outcome.problems}, kept, {caution.line for caution in outcome.cautions}


@PATIENT
@given(sheet=HEADED)
def test_every_row_under_known_headings_is_kept_or_named(session: Session, sheet: tuple[str, list[str], Any]) -> None:
    name, headings, rows = sheet
    reading = read_bytes(made({name: [headings, *rows]}), ".xlsx")
    filled = {number for number, row in enumerate(rows, 2) if not all(map(is_blank, row))}
    wrong, kept, _ = spoken_of(reading, session)
    if 1 in wrong:  # the sheet as a whole: a required column is missing
        assert kept == 0
        return
    examples = {
        number
        for number in filled - {entry.line for entry in reading.entries}
        if any(str(cell).strip().casefold().startswith("exempel:") for cell in rows[number - 2])
    }
    assert {entry.line for entry in reading.entries} | examples == filled
    assert wrong <= filled
    assert kept == len(filled) - len(wrong) - len(examples)


@PATIENT
@given(sheets=st.dictionaries(st.sampled_from(["Organisationer", "Blad1", "Rapporter"]), ROWS, min_size=1))
def test_sheets_of_any_shape_never_raise(session: Session, sheets: dict[str, list[list[Any]]]) -> None:
    reading = read_bytes(made(sheets), ".xlsx")
    _, kept, _ = spoken_of(reading, session)
    if kept == 0 and any(not is_blank(cell) for rows in sheets.values() for row in rows for cell in row):
        assert reading.problems or reading.cautions or reading.entries


@PATIENT
@given(text=st.text(st.sampled_from('Namn;Slag,Parter\n\t"=Gäller från0123\r'), max_size=80))
def test_a_csv_of_any_shape_never_raises(session: Session, text: str) -> None:
    spoken_of(read_bytes(text.encode(), ".csv"), session)
    spoken_of(read_bytes(f"Namn;Slag\n{text}".encode(), ".csv"), session)
