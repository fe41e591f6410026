"""Importing partnerships from TOML: what changes, what stays, and that a second run changes nothing."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlmodel import Session, select

from bot.actions.partnerships import Tally, import_partnerships, read
from models import Agreement, Organisation, Party, Wish
from tests.actions.partnerships.from_toml.writing import BOARD, Load, agreement, organisation, pact, parties, partner
from tests.actions.partnerships.workbooks import NOW


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
