"""Importing the facts and the demo's partnerships: all that the source says is kept, once."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import Tally
from models import Agreement, Organisation, OrganisationKind, Wish
from tests.actions.partnerships.from_toml.writing import Load, agreement, organisation, parties
from tests.actions.partnerships.workbooks import TODAY

FACTS = Path("tests/facts/partnerships.toml")
DEMO = Path("bot/demo/partnerships.toml")
MEETINGS = Path("bot/demo/board_meetings.toml")
SAID_IN_KEYS = {"recurring", "promises_presence"}
OPTIONAL = {"alias", "wishes", "open_days", "place", "hours", "opens", "closes", "phone", "sheltered", "consent"}


def wishes(session: Session, name: str) -> list[tuple[str, str]]:
    query = select(Wish).where(Wish.organisation_id == organisation(session, name).id, Wish.withdrawn == False)  # noqa: E712
    return [(wish.sv, wish.en) for wish in session.exec(query.order_by("position"))]


def test_the_facts_import_whole_with_one_doubted_number(load: Load, session: Session) -> None:
    outcome = load(FACTS.read_bytes())
    assert outcome.problems == ()
    assert outcome.added == Tally(organisations=10, agreements=10)
    [caution] = outcome.cautions
    assert (caution.line, caution.header, caution.name) == (10, "[[organisation]]", "Convictus")
    assert '"8002012-1581"' in caution.reason
    assert "likely reading: 802012-1581" in caution.reason
    doubted = [row for row in session.exec(select(Organisation)) if row.orgnr_note]
    assert [(row.name, row.orgnr_as_written, row.orgnr_note) for row in doubted] == [
        ("Convictus", "8002012-1581", "too-many-digits:802012-1581")
    ]


def test_five_agreements_of_the_facts_are_in_force_when_the_demo_starts(load: Load, session: Session) -> None:
    load(FACTS.read_bytes())
    assert {row.name for row in session.exec(select(Agreement)) if row.in_force(TODAY)} == {
        "Drömstort",
        "Himmel och pannkaka",
        "Rågsveds IF",
        "Stacken",
        "Street Minds",
    }
    assert agreement(session, "Convictus").valid_to == date(2022, 6, 30)


def test_parties_boards_and_referrals_are_as_the_facts_say(load: Load, session: Session) -> None:
    load(FACTS.read_bytes())
    assert parties(session, "Himmel och pannkaka") == [
        "Enskede-Årsta-Vantörs stadsdelsnämnd",
        "Farsta stadsdelsnämnd",
        "Svenska kyrkan, Farsta församling",
        "Stiftelsen Stora Sköndal",
    ]
    boards = [row for row in session.exec(select(Organisation)) if row.kind is OrganisationKind.MUNICIPAL_BOARD]
    assert {row.name for row in boards} == {"Enskede-Årsta-Vantörs stadsdelsnämnd", "Farsta stadsdelsnämnd"}
    assert {row.alias for row in boards} == {None}
    assert organisation(session, "Street Minds").alias == "A6"
    takers = [row.name for row in session.exec(select(Agreement)) if row.takes_referrals]
    assert takers == ["Street Minds (first)", "Street Minds"]


def test_everything_else_the_source_says_is_kept_as_facts(load: Load, session: Session) -> None:
    load(FACTS.read_bytes())
    stored = agreement(session, "Street Minds (first)")
    [written] = [one for one in tomllib.loads(FACTS.read_text())["agreement"] if one["name"] == stored.name]
    columns = {"name", "parties", "valid_from", "valid_to", "takes_referrals"}
    assert stored.facts == {key: value for key, value in written.items() if key not in columns}
    assert agreement(session, "Stacken").facts["need_identified"] is False
    assert agreement(session, "Stacken").facts["programme_sv"] == ""
    second = agreement(session, "Street Minds")
    assert (second.follows, second.extension_permitted_months, second.reported_end) == (
        "Street Minds (first)",
        12,
        date(2024, 12, 31),
    )


def test_the_demo_carries_the_same_facts_and_only_optional_keys_besides() -> None:
    facts, demo = (tomllib.loads(path.read_text()) for path in (FACTS, DEMO))
    assert facts.keys() == demo.keys()
    assert (facts["board"], facts["iop_criteria"]) == (demo["board"], demo["iop_criteria"])
    for known, shown in zip(facts["agreement"], demo["agreement"], strict=True):
        assert {key: value for key, value in shown.items() if key not in SAID_IN_KEYS} == known
    for known, shown in zip(facts["organisation"], demo["organisation"], strict=True):
        assert {key: value for key, value in shown.items() if key not in OPTIONAL} == known


def test_the_demo_imports_with_the_same_one_caution(load: Load, session: Session) -> None:
    outcome = load(DEMO.read_bytes())
    assert (outcome.problems, len(outcome.cautions)) == ((), 1)
    street_minds = organisation(session, "Street Minds")
    assert (street_minds.alias, street_minds.open_days) == ("B2", [1, 2, 4])
    assert street_minds.consent_with == ["Street Business ekonomisk förening"]
    assert wishes(session, "Street Minds")[-1] == ("språkkafé", "language café")
    rows = session.exec(select(Organisation)).all()
    phones = [row.phone for row in rows if row.phone]
    assert len(phones) == len(set(phones)) == 8
    assert all(phone.startswith("08-465 004 ") and len(phone) == 13 for phone in phones)
    [sheltered] = [row for row in rows if row.sheltered]
    assert sheltered.shown_place is None


@pytest.mark.parametrize("path", [FACTS, DEMO])
def test_a_second_run_changes_nothing(load: Load, path: Path) -> None:
    first, second = load(path.read_bytes()), load(path.read_bytes())
    assert second.changed_nothing
    assert second.unchanged == first.added
    assert second.cautions == first.cautions


def test_the_demo_after_the_facts_adds_what_it_knows_more(load: Load) -> None:
    load(FACTS.read_bytes())
    outcome = load(DEMO.read_bytes())
    assert outcome.problems == ()
    assert (outcome.added, outcome.changed) == (Tally(), Tally(organisations=8, agreements=1))
    assert load(MEETINGS.read_bytes()).added == Tally(board_meetings=40)
