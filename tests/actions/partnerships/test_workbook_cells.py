"""What can stand in the cells of a workbook that should not, and what is done about it."""

from datetime import time
from typing import Any

import pytest
from sqlmodel import Session, select

from models import Agreement, Organisation, OrganisationKind, Wish
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import (
    AGREEMENT,
    HEADINGS,
    ORGANISATIONS,
    START,
    agreement,
    agreements,
    made,
    organisation,
    pact,
)


def partner(heading: str, cell: Any) -> bytes:
    """A workbook with one organisation that has `cell` under `heading`."""
    return made({"Organisationer": [["Namn", "Slag", heading], ["Odlarna", "partner", cell]]})


@pytest.mark.parametrize(
    ("heading", "cell", "attribute", "value"),
    [
        ("Organisationsnummer", "802461-9168", "orgnr_as_written", "802461-9168"),
        ("Organisationsnummer", 8024619168, "orgnr_as_written", "8024619168"),
        ("Alias", " B2\u00a0", "alias", "B2"),
        ("Samarbetar med", "Bagarna\noch\r\nandra", "works_with", "Bagarna och andra"),
        ("Plats", "Prov\u200bgatan  7", "place", "Provgatan 7"),
        ("Skyddad adress", "Ja", "sheltered", True),
        ("Skyddad adress", True, "sheltered", True),
        ("Skyddad adress", "nej", "sheltered", False),
        ("Öppettider", "må–fr 9–15", "hours", "må–fr 9–15"),
        ("Öppnar", 9, "opens", 9),
        ("Öppnar", "09:00", "opens", 9),
        ("Öppnar", time(9), "opens", 9),
        ("Stänger", 15.0, "closes", 15),
        ("Telefon", "+46 8 465 004 01", "phone", "+46 8 465 004 01"),
        ("Öppna dagar", "mån, ons", "open_days", [1, 3]),
        ("Öppna dagar", "Tis och lör.", "open_days", [2, 6]),
        ("Öppna dagar", "mån–tors", "open_days", [1, 2, 3, 4]),
        ("Samtycke: delar", "önskemål; hur det går", "consent_share", ["wishes", "progress"]),
        ("Samtycke: med", "Torget; Bagarna", "consent_with", ["Torget", "Bagarna"]),
        ("Samtycke: månader", "6", "consent_months", 6),
        ("  PLATS *", "Gården", "place", "Gården"),
        ("place", "Gården", "place", "Gården"),
        ("opening hours", "9–15", "hours", "9–15"),
        ("consent.months", 6, "consent_months", 6),
    ],
)
def test_a_cell_is_read_as_its_column_says(
    load: Load, session: Session, heading: str, cell: Any, attribute: str, value: object
) -> None:
    assert load(partner(heading, cell)).problems == ()
    assert getattr(organisation(session, "Odlarna"), attribute) == value


def test_wishes_are_read_in_both_languages(load: Load, session: Session) -> None:
    load(partner("Önskemål", "trädgård = gardening; språkkafé;"))
    wishes = session.exec(select(Wish).order_by("position")).all()
    assert [(wish.sv, wish.en) for wish in wishes] == [("trädgård", "gardening"), ("språkkafé", "språkkafé")]


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Alias", "b2", '"Alias" must be one or two capital letters'),
        ("Alias", True, '"Alias" must be text, not true'),
        ("Telefon", time(8, 30), '"Telefon" must be text, not 08:30:00'),
        ("Plats", "Prov\u202egatan", '"Plats" holds an invisible character (U+202E); remove it'),
        ("Plats", "#REF!", '"Plats" holds the error #REF!; mend the formula, or write the value itself'),
        ("Plats", "x" * 300, '"Plats" is longer than 200 characters'),
        ("Skyddad adress", 1, '"Skyddad adress" must be ja or nej, not 1'),
        ("Skyddad adress", "kanske", '"Skyddad adress" must be ja or nej, not "kanske"'),
        ("Öppnar", "nio", '"Öppnar" must be a whole hour from 0 to 24, not "nio"'),
        ("Öppnar", 9.5, '"Öppnar" must be a whole hour from 0 to 24, not 9.5'),
        ("Öppnar", 19, '"Öppnar" (19) is not before closes (18)'),
        ("Öppna dagar", "fridag", '"Öppna dagar" names no day of the week: "fridag"'),
        ("Samtycke: delar", "diagnos", '"Samtycke: delar" must be one of önskemål, om personen kommer, hur det går'),
        ("Samtycke: månader", 0, '"Samtycke: månader" must be at least 1'),
        ("Önskemål", "a; A", '"Önskemål" (number 2 of the list) "A" is the same as "a" before it'),
    ],
)
def test_an_unfit_cell_is_said_with_its_row_and_heading(load: Load, heading: str, cell: Any, reason: str) -> None:
    outcome = load(made({"Organisationer": [["Namn", "Slag", heading], ["Odlarna", "partner", cell], ["Bagarna"]]}))
    [problem] = outcome.problems
    assert reason in problem.reason
    assert str(problem).startswith('row 2 of "Organisationer", Odlarna: "')
    assert outcome.added.organisations == 1


def test_a_control_character_is_refused(load: Load) -> None:
    outcome = load("Namn;Slag;Plats\nOdlarna;partner;Prov\u0007gatan\nBagarna;;\n".encode(), ".csv")
    [problem] = outcome.problems
    assert str(problem).startswith('line 2, Odlarna: "Plats" holds an invisible character (U+0007); remove it')
    assert outcome.added.organisations == 1


def test_a_kind_that_is_none_is_said_with_those_that_are(load: Load) -> None:
    [problem] = load(made({"Organisationer": [["Namn", "Slag"], ["Odlarna", "klubb"]]})).problems
    assert problem.reason == '"Slag" must be one of partner, offentlig, not "klubb"'


def test_a_number_in_a_column_of_text_is_read_with_a_note(load: Load) -> None:
    cautions = load(partner("Organisationsnummer", 8024619168)).cautions
    assert '"Organisationsnummer" is a number, and was read as the text "8024619168"' in cautions[0].reason


@pytest.mark.parametrize("cell", ["@Provgatan", "-Provgatan", "+Provgatan"])
def test_text_that_looks_like_a_command_is_kept_as_text_with_a_note(load: Load, session: Session, cell: str) -> None:
    [caution] = load(partner("Plats", cell)).cautions
    assert f'"Plats" begins with "{cell[0]}", and is kept as the text that it is' in caution.reason
    assert organisation(session, "Odlarna").place == cell


def test_text_that_begins_as_a_formula_does_is_refused(load: Load) -> None:
    [problem] = load(b"Namn;Slag;Plats\nOdlarna;partner;=1+1\n", ".csv").problems
    assert '"Plats" begins with "=", as a formula does: "=1+1"; write the value itself' in problem.reason


def test_a_formula_without_a_saved_result_is_refused(load: Load) -> None:
    outcome = load(partner("Plats", '=CONCATENATE("a", "b")'))
    assert "holds a formula whose result was not saved" in outcome.problems[0].reason
    assert str(outcome.problems[0]).startswith('row 2 of "Organisationer", Odlarna: "Plats" ')


def test_a_blank_row_and_space_below_are_skipped(load: Load) -> None:
    rows = [*ORGANISATIONS[:2], [None, None], [" ", "\u200b\u00a0"], ORGANISATIONS[2], [None], [""]]
    outcome = load(made({"Organisationer": rows}))
    assert (outcome.problems, outcome.cautions, outcome.added.organisations) == ((), (), 2)


def test_yes_and_months_and_facts_of_an_agreement_are_kept(load: Load, session: Session) -> None:
    more = {
        "Tar emot hänvisningar": "ja",
        "Får förlängas (månader)": "12",
        "Syfte": "Att odla.",
        "Program": "inget",
        "Aktiviteter 2023": "sådd; skörd",
        "Budgetposter": "Frön: 500 kr; Jord: 1 000",
        "diarienummer": "dnr 1",
        "antal": 3,
        "andel": 0.5,
        "klar": True,
        "möte": START,
    }
    outcome = load(made(agreements([*pact(), *more.values()], headings=[*HEADINGS, *more])))
    row = agreement(session)
    assert outcome.problems == ()
    assert (row.takes_referrals, row.extension_permitted_months) == (True, 12)
    assert row.facts == {
        "purpose_sv": "Att odla.",
        "programme_sv": "",
        "activities_2023_sv": ["sådd", "skörd"],
        "budget_lines": [{"name_sv": "Frön", "sek": 500}, {"name_sv": "Jord", "sek": 1000}],
        "diarienummer": "dnr 1",
        "antal": 3,
        "andel": 0.5,
        "klar": True,
        "möte": "2022-01-01",
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (pact("Bakning", end="2021-12-31"), '"Gäller till" (2021-12-31) is before "Gäller från" (2022-01-01)'),
        (pact("Bakning", "Nämnden; odlarna; Odlarna"), '"Parter" names "Odlarna" twice'),
        (pact("Bakning", "Nämnden; Odlarne"), 'did you mean "Odlarna"?'),
        (pact("Bakning", "Nämnden, Odlarna"), '"Parter" must name at least two organisations with ";" between them'),
        (pact("Bakning", None), '"Parter" is missing'),
        (pact("Odling"), 'stands in the file before, on row 2 of "Överenskommelser"; remove one of the two'),
        (pact("odling"), "stands in the file before"),
        ([None, "Nämnden; Odlarna"], '"Namn" is missing'),
    ],
)
def test_a_bad_agreement_is_said_with_its_row_and_left_out(load: Load, row: list[Any], reason: str) -> None:
    outcome = load(made(agreements(pact(), row)))
    assert any(reason in problem.reason for problem in outcome.problems)
    assert {(problem.line, problem.sheet) for problem in outcome.problems} == {(3, AGREEMENT)}
    assert outcome.added.agreements == 1


def test_a_party_that_was_left_out_is_named_with_its_row(load: Load) -> None:
    sheets = {"Organisationer": [*ORGANISATIONS[:2], ["Odlarna", "klubb"]], AGREEMENT: [HEADINGS, pact()]}
    outcome = load(made(sheets))
    assert 'the party "Odlarna" was not imported itself (row 3 of "Organisationer")' in outcome.problems[1].reason


def test_everything_wrong_with_a_row_is_said_at_once(load: Load) -> None:
    outcome = load(made(agreements(pact(parties="Nämnden; X; Y", start="våren", end="hösten"))))
    words = ('"Gäller från"', '"Gäller till"', '"X"', '"Y"')
    assert [any(word in problem.reason for problem in outcome.problems) for word in words] == [True] * 4


def test_a_workbook_a_second_time_changes_nothing(load: Load, session: Session) -> None:
    content = made(agreements(pact(), pact("Bakning")))
    load(content)
    again = load(content)
    assert again.changed_nothing
    assert (again.unchanged.organisations, again.unchanged.agreements) == (2, 2)
    assert len(session.exec(select(Agreement)).all()) == 2
    boards = session.exec(select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPAL_BOARD)).all()
    assert [board.name for board in boards] == ["Nämnden"]
