"""A CSV, whichever program saved it."""

import pytest
from sqlmodel import Session

from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import START, agreement, organisation

ORGANISATIONS = "Namn;Slag;Plats\nNämnden;offentlig;\nÅngströms gäng;partner;Öster\n"
AGREEMENTS = "Namn;Parter;Gäller från;Gäller till\n"
PACT = 'Odling;"Nämnden; Ångströms gäng";2022-01-01;2022-12-31\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_is_read(load: Load, session: Session, encoding: str, end: str) -> None:
    outcome = load(ORGANISATIONS.replace("\n", end).encode(encoding), ".csv")
    assert outcome.problems == ()
    assert organisation(session, "Ångströms gäng").place == "Öster"
    expected = ["the file: the file is not UTF-8 and was read as Windows-1252; check å, ä and ö in the names"]
    assert [str(caution) for caution in outcome.cautions] == (expected if encoding == "cp1252" else [])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("suffix", [".csv", ".CSV", ".tsv", ".txt"])
def test_every_usual_delimiter_is_found(load: Load, session: Session, delimiter: str, suffix: str) -> None:
    assert load(ORGANISATIONS.replace(";", delimiter).encode(), suffix).problems == ()
    assert organisation(session, "Ångströms gäng").place == "Öster"


def test_excels_own_line_about_the_delimiter_is_skipped_and_counted(load: Load) -> None:
    outcome = load(f"sep=;\n{ORGANISATIONS}Bagarna;klubb;\n".encode(), ".csv")
    assert str(outcome.problems[0]).startswith('line 5, Bagarna: "Slag" must be one of')


def test_iso_dates_are_read_without_a_word_and_others_with_one(load: Load, session: Session) -> None:
    load(ORGANISATIONS.encode(), ".csv")
    outcome = load((AGREEMENTS + PACT.replace("2022-12-31", "31/12 2022")).encode(), ".csv")
    assert [str(caution) for caution in outcome.cautions] == [
        'line 2, Odling: "Gäller till" was written "31/12 2022" and read as 2022-12-31; check it'
    ]
    assert agreement(session).valid_from == START


def test_a_row_with_too_many_cells_is_left_out(load: Load) -> None:
    load(ORGANISATIONS.encode(), ".csv")
    outcome = load((AGREEMENTS + PACT.replace('"', "")).encode(), ".csv")
    assert "has 5 cells where there are 4 headings; a text that holds the delimiter must stand in quotes" in str(
        outcome.problems[0]
    )
    assert outcome.changed_nothing


def test_a_row_with_too_few_cells_is_kept_with_a_note(load: Load) -> None:
    outcome = load(f"{ORGANISATIONS}Bagarna\n".encode(), ".csv")
    assert [str(caution) for caution in outcome.cautions] == [
        "line 4, Bagarna: has 1 cells where there are 3 headings; the others count as empty"
    ]
    assert outcome.added.organisations == 3


@pytest.mark.parametrize(
    "broken", ['"Bagarna;partner;\nDansarna;partner;\n', '"Bagarna;partner;\n"Dansarna";partner;\n']
)
def test_a_quote_that_is_left_open_keeps_out_what_follows_and_says_where(load: Load, broken: str) -> None:
    outcome = load((ORGANISATIONS + broken).encode(), ".csv")
    assert str(outcome.problems[0]).startswith("line 4: a quotation mark opens in this row and is never rightly closed")
    assert outcome.added.organisations == 2


def test_rows_are_counted_by_lines_where_a_cell_holds_several(load: Load) -> None:
    outcome = load(f'{ORGANISATIONS}Bagarna;partner;"a\nb"\nDansarna;klubb;\n'.encode(), ".csv")
    assert [problem.line for problem in outcome.problems] == [6]


def test_a_csv_of_reports_is_known_by_its_headings(load: Load) -> None:
    load(ORGANISATIONS.encode(), ".csv")
    load((AGREEMENTS + PACT).encode(), ".csv")
    outcome = load("Överenskommelse,Slag,Senast\nOdling,slutrapport,2023-02-28\n".encode(), ".csv")
    assert (outcome.problems, outcome.added.report_duties) == ((), 1)
