"""Importing partnerships from TOML: what is kept, and that a second run changes nothing."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlmodel import Session, select

from bot.actions.partnerships import Outcome, Tally, import_partnerships, read
from bot.clock import at_local
from bot.store import open_engine
from models import Agreement, Organisation, OrganisationKind, Party, Wish

FACTS = Path("tests/facts/partnerships.toml")
DEMO = Path("bot/demo/partnerships.toml")
MEETINGS = Path("bot/demo/board_meetings.toml")
TODAY = date(2022, 10, 3)
NOW = at_local(TODAY, 9)
BOARD = '[board]\nname = "Nämnden"\n'
SAID_IN_KEYS = {"recurring", "promises_presence"}
OPTIONAL = {"alias", "wishes", "open_days", "place", "hours", "opens", "closes", "phone", "sheltered", "consent"}

Load = Callable[[str | bytes], Outcome]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path}/partnerships.db")
    Organisation.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def load(session: Session) -> Load:
    """Imports a text and commits, as the command does."""

    def run(content: str | bytes) -> Outcome:
        outcome = import_partnerships(session, read(content), NOW)
        session.commit()
        session.expire_all()
        return outcome

    return run


def organisation(session: Session, name: str) -> Organisation:
    return session.exec(select(Organisation).where(Organisation.name == name)).one()


def agreement(session: Session, name: str) -> Agreement:
    return session.exec(select(Agreement).where(Agreement.name == name)).one()


def parties(session: Session, name: str) -> list[str]:
    query = select(Organisation.name).join(Party).where(Party.agreement_id == agreement(session, name).id)
    return list(session.exec(query.order_by("position")))


def wishes(session: Session, name: str) -> list[tuple[str, str]]:
    query = select(Wish).where(Wish.organisation_id == organisation(session, name).id, Wish.withdrawn == False)  # noqa: E712
    return [(wish.sv, wish.en) for wish in session.exec(query.order_by("position"))]


def partner(name: str, *lines: str) -> str:
    return "\n".join(("[[organisation]]", f'name = "{name}"', *lines, ""))


def pact(name: str, *lines: str, between: str = '"Nämnden", "Odlarna"') -> str:
    dates = ("valid_from = 2022-01-01", "valid_to = 2022-12-31")
    return "\n".join(("[[agreement]]", f'name = "{name}"', f"parties = [{between}]", *dates, *lines, ""))


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


def test_a_changed_file_updates_what_changed_and_nothing_else(load: Load, session: Session) -> None:
    load(BOARD + partner("Odlarna", 'place = "Gården"') + pact("Odling", "need = 1") + pact("Kök"))
    longer = pact("Odling", "need = true").replace("2022-12-31", "2023-06-30")
    outcome = load(BOARD + partner("Odlarna", 'hours = "9–15"') + longer + pact("Kök"))
    assert outcome.changed == Tally(organisations=1, agreements=1)
    assert outcome.unchanged == Tally(organisations=1, agreements=1)
    row = organisation(session, "Odlarna")
    assert (row.place, row.hours, row.alias) == (None, "9–15", "A1")
    assert agreement(session, "Odling").valid_to == date(2023, 6, 30)
    assert agreement(session, "Odling").facts["need"] is True


def test_parties_can_be_replaced_and_reordered(load: Load, session: Session) -> None:
    load(BOARD + partner("Odlarna") + partner("Bagarna") + pact("Odling"))
    outcome = load(pact("Odling", between='"Bagarna", "Nämnden"'))
    assert (outcome.changed, outcome.problems) == (Tally(agreements=1), ())
    assert parties(session, "Odling") == ["Bagarna", "Nämnden"]


def test_what_the_file_does_not_name_stays(load: Load, session: Session) -> None:
    load(BOARD + partner("Odlarna") + pact("Odling"))
    outcome = load(partner("Bagarna"))
    assert outcome.added == Tally(organisations=1)
    assert parties(session, "Odling") == ["Nämnden", "Odlarna"]


def test_facts_of_any_kind_become_json_and_stay_unchanged(load: Load, session: Session) -> None:
    moments = ("when = 2022-05-01", "at = 09:30:00", "moment = 2022-05-01T09:30:00Z")
    text = (
        BOARD + partner("Odlarna") + pact("Odling", *moments, "rates = [1, 1.5, true, {day = 2022-05-02}]", "big = inf")
    )
    load(text)
    assert agreement(session, "Odling").facts == {
        "when": "2022-05-01",
        "at": "09:30:00",
        "moment": "2022-05-01T09:30:00+00:00",
        "rates": [1, 1.5, True, {"day": "2022-05-02"}],
        "big": "inf",
    }
    assert load(text).changed_nothing


def test_decomposed_letters_are_the_same_name(load: Load) -> None:
    load(BOARD + partner("Odlarna"))
    assert load(BOARD.replace("ä", "a\u0308")).changed_nothing


def test_an_entry_that_the_database_refuses_halfway_leaves_nothing_behind(load: Load, session: Session) -> None:
    refuse = "CREATE TRIGGER no BEFORE INSERT ON wish WHEN NEW.sv = 'b' BEGIN SELECT RAISE(ABORT, 'not b'); END"
    session.execute(text(refuse))
    outcome = load(BOARD + partner("Odlarna", 'wishes = ["a", "b"]') + partner("Bagarna") + pact("Odling"))
    assert [(found.name, found.line) for found in outcome.problems] == [("Odlarna", 3), ("Odling", 8)]
    assert "the database refuses it" in outcome.problems[0].reason
    assert outcome.added == Tally(organisations=2)
    assert session.exec(select(Wish)).all() == []
    assert organisation(session, "Bagarna").alias == "A2"


def test_progress_is_told_after_every_entry(session: Session) -> None:
    told: list[tuple[int, int]] = []
    text = BOARD + partner("Odlarna") + partner("", "") + pact("Odling") + pact("Kök", 'follows = "Inget"')
    import_partnerships(session, read(text), NOW, lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def _snapshot(session: Session) -> list[dict[str, Any]]:
    tables = (Organisation, Wish, Agreement, Party)
    return [row.model_dump() for table in tables for row in session.exec(select(table)).all()]


ENTRIES = [
    BOARD,
    partner("Odlarna", 'wishes = ["a", "b"]', 'orgnr_as_written = "8002012-1581"'),
    partner("Odlarna", 'alias = "A2"'),
    partner("Bagarna", 'alias = "A1"'),
    partner("Cyklarna", 'alias = "b2"', "unknown = 1"),
    partner("Dansarna"),
    pact("Odling"),
    pact("Odling", 'follows = "Kök"'),
    pact("Kök", 'follows = "Odling"'),
    pact("Bakning", 'follows = "Kök"', between='"Nämnden", "Bagarna"'),
    pact("Dans", "valid = 2022", between='"Dansarna", "Cyklarna"'),
    "[strange]\nkey = 1\n",
]
subsets = st.lists(st.sampled_from(ENTRIES), unique=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=subsets, then=subsets)
def test_any_subset_after_any_other_is_imported_once(session: Session, first: list[str], then: list[str]) -> None:
    with session.begin_nested() as before:
        import_partnerships(session, read("".join(first)), NOW)
        once = import_partnerships(session, read("".join(then)), NOW)
        kept = _snapshot(session)
        twice = import_partnerships(session, read("".join(then)), NOW)
        assert twice.changed_nothing
        assert _snapshot(session) == kept
        assert [found.reason for found in twice.problems] == [found.reason for found in once.problems]
        before.rollback()


def one_day(number: int) -> str:
    """An agreement of a day, after the one of the day before."""
    day = date(2022, 1, 1) + timedelta(days=number)
    pair = pact(f"Ö {number}", f'follows = "Ö {number - 1}"' if number else "")
    return pair.replace("2022-01-01", str(day)).replace("2022-12-31", str(day))


def test_a_longer_file_takes_no_more_statements_for_each_entry(session: Session, load: Load) -> None:
    def statements(first: int, last: int) -> int:
        chain = [one_day(n) for n in range(first, last)]
        groups = [partner(f"Förening {n}", 'wishes = ["a", "b"]') for n in range(first, last)]
        asked = 0

        def count(*_: object) -> None:
            nonlocal asked
            asked += 1

        event.listen(session.get_bind(), "before_cursor_execute", count)
        outcome = load(BOARD + partner("Odlarna") + "".join(groups + chain))
        event.remove(session.get_bind(), "before_cursor_execute", count)
        assert outcome.added.agreements == last - first
        return asked

    few = statements(0, 50)
    assert statements(50, 350) < 6.5 * few
