"""Sheets and headings: found where they are, and pointed out where they are not."""

from typing import Any

from sqlmodel import Session

from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import (
    AFTER,
    AGREEMENT,
    END,
    HEADINGS,
    ORGANISATIONS,
    START,
    agreement,
    agreements,
    made,
    organisation,
    pact,
    saved,
    workbook,
)


def test_headings_may_stand_below_a_merged_title_and_blank_rows(load: Load, session: Session) -> None:
    title = [["Våra överenskommelser 2022"], [], ["Senast ändrad i maj"], []]
    book = workbook({"Organisationer": ORGANISATIONS, AGREEMENT: [*title, HEADINGS, pact()]})
    book[AGREEMENT].merge_cells("A1:D2")
    outcome = load(saved(book))
    assert (outcome.problems, outcome.cautions) == ((), ())
    assert agreement(session).valid_to == END


def test_headings_below_the_eleventh_row_are_not_found_and_that_is_said(load: Load) -> None:
    outcome = load(made({"Organisationer": ORGANISATIONS, AGREEMENT: [["Titel"]] * 11 + [HEADINGS, pact()]}))
    assert str(outcome.problems[0]) == (
        'sheet "Överenskommelser": none of its first 11 rows holds the headings '
        '"Namn", "Parter", "Gäller från", "Gäller till"; nothing of the sheet was imported'
    )


def test_headings_are_known_in_english_as_keys_and_in_any_case(load: Load, session: Session) -> None:
    headings = [" NAME ", "parties", "Valid_From", "valid  to:", "PURPOSE"]
    sheets = {
        "partners": [["name", "kind"], *ORGANISATIONS[1:]],
        "IOP": [headings, [*pact(), "Att odla."]],
    }
    assert load(made(sheets)).problems == ()
    assert agreement(session).facts == {"purpose_sv": "Att odla."}


def test_a_sheet_of_another_name_is_known_by_its_headings(load: Load, session: Session) -> None:
    outcome = load(made({"Blad1": ORGANISATIONS, "Blad2": [HEADINGS, pact()]}))
    assert outcome.problems == ()
    assert (outcome.added.organisations, outcome.added.agreements) == (2, 1)
    assert organisation(session, "Nämnden").is_board


def test_a_list_of_names_and_telephones_is_not_taken_for_organisations(load: Load) -> None:
    people = [["Namn", "Telefon"], ["Maj Exempelsson", "08-465 004 00"]]
    outcome = load(made({"Organisationer": ORGANISATIONS, "Personal": people}))
    assert [str(caution) for caution in outcome.cautions] == [
        'sheet "Personal": it holds none of the headings that are known, and was not read'
    ]
    assert outcome.added.organisations == 2


def test_a_workbook_without_any_known_sheet_says_how_to_get_one(load: Load) -> None:
    [problem] = load(made({"Blad1": [["A", "B"], [1, 2]]})).problems
    assert str(problem).startswith("the file: no row of it holds the headings of organisations")
    assert "--template" in problem.reason


def test_a_renamed_column_that_is_needed_keeps_the_sheet_out(load: Load) -> None:
    headings = ["Namn", "Parter", "Startdatum", "Gäler till"]
    outcome = load(made(agreements(pact(), pact("Bakning"), headings=headings)))
    [problem] = outcome.problems
    assert str(problem).startswith('row 1 of "Överenskommelser": the column "Gäller från" is missing; ')
    assert '"Startdatum": did you mean "Gäller från"?' in problem.reason
    assert '"Gäler till": did you mean "Gäller till"?' in problem.reason
    assert problem.reason.endswith("none of the 2 rows below was imported")
    assert (outcome.added.organisations, outcome.added.agreements) == (2, 0)


def test_a_renamed_column_that_is_not_needed_is_pointed_out_and_the_rows_go_in(load: Load) -> None:
    rows = [["Namn", "Slag", "Platts"], ["Nämnden", "offentlig", "Torget"]]
    outcome = load(made({"Organisationer": rows}))
    assert [str(caution) for caution in outcome.cautions] == [
        'row 1 of "Organisationer": the column "Platts" is not known and was not used; did you mean "Plats"?'
    ]
    assert outcome.added.organisations == 1


def test_a_fact_that_is_probably_a_misspelt_column_is_pointed_out(load: Load, session: Session) -> None:
    outcome = load(made(agreements([*pact(), "Kök"], headings=[*HEADINGS, "Följer efter"])))
    assert 'kept as a fact; did you mean "Följer på"?' in outcome.cautions[0].reason
    assert agreement(session).facts == {"Följer efter": "Kök"}


def test_the_same_heading_twice_keeps_the_sheet_out(load: Load) -> None:
    outcome = load(made(agreements([*pact(), START], headings=[*HEADINGS, "valid_from"])))
    assert '"Gäller från" and "valid_from" head the same column twice; keep one' in outcome.problems[0].reason
    assert outcome.added.agreements == 0


def test_cells_under_no_heading_are_pointed_out(load: Load) -> None:
    outcome = load(made(agreements(pact(), [*pact("Bakning", start=AFTER, end=AFTER), None, "ring först"])))
    assert [str(caution) for caution in outcome.cautions] == [
        'row 3 of "Överenskommelser": column F has no heading, and its cells were not read; the first stands here'
    ]
    assert outcome.added.agreements == 2


def test_merged_rows_are_not_imported_and_the_range_is_named(load: Load) -> None:
    book = workbook(agreements(pact("A"), pact("B"), pact("C"), pact("D")))
    book[AGREEMENT].merge_cells("B3:B4")
    outcome = load(saved(book))
    assert [str(problem).partition(";")[0] for problem in outcome.problems if "merged" in problem.reason] == [
        'row 3 of "Överenskommelser", B: the cells B3:B4 are merged',
        'row 4 of "Överenskommelser", C: the cells B3:B4 are merged',
    ]
    assert outcome.added.agreements == 2


def test_merged_headings_keep_the_sheet_out(load: Load) -> None:
    book = workbook(agreements(pact()))
    book[AGREEMENT].merge_cells("C1:D1")
    [problem] = load(saved(book)).problems
    assert "the cells C1:D1 among the headings are merged; unmerge them" in problem.reason


def test_findings_stand_in_the_order_of_the_sheets(load: Load) -> None:
    sheets: dict[str, list[list[Any]]] = {
        AGREEMENT: [HEADINGS, pact(end="x")],
        "Organisationer": [["Namn", "Slag"], [1, "x"], ["Odlarna", "x"]],
    }
    outcome = load(made(sheets))
    places = [(problem.sheet, problem.line) for problem in outcome.problems]
    assert places == sorted(places, key=lambda place: (place[0] != AGREEMENT, place[1]))


def test_no_character_that_steers_a_terminal_reaches_a_report(load: Load) -> None:
    sheets = {"\u202eblad": [["Namn", "Alias", "x\u202e\u200f"], ["\u202eX", "\u2066", "y"]]}
    outcome = load(made(sheets))
    assert outcome.problems
    assert all(str(found).isprintable() for found in (*outcome.problems, *outcome.cautions))
