"""Migrations of databases that are full: nothing is lost, and what is new holds for what is old."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, TableClause, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from bot.store import open_engine
from models import schema
from tests.faults import databases
from tests.faults.rows import migrations_scratch
from tests.faults.rows.migrations_filling import refused

SENT = datetime(2022, 10, 3, 7, 12, tzinfo=UTC)
CHANGED = datetime(2022, 12, 31, 9, 0, tzinfo=UTC)
ROWS: dict[str, dict[str, Any]] = {
    "organisation": {
        "id": 1,
        "name": "Exempelnämnden",
        "kind": "municipal_board",
        "sheltered": False,
        "opens": 8,
        "closes": 18,
        "open_days": "[1]",
        "days_by_partner": False,
        "consent_share": "[]",
        "consent_with": "[]",
        "consent_months": 12,
    },
    "member": {
        "id": 1,
        "telegram_id": 4001,
        "name": "Ture Testsson",
        "role": "caseworker",
        "organisation_id": 1,
        "unit": "",
        "phone": "",
        "language": "sv",
        "quiet_from": 20,
        "quiet_to": 7,
        "joined_at": SENT,
        "version": 1,
    },
    "agreement": {
        "id": 1,
        "name": "Exempel 2022",
        "valid_from": SENT.date(),
        "valid_to": CHANGED.date(),
        "takes_referrals": True,
        "facts": "{}",
    },
    "referral": {
        "id": 1,
        "code": "R-7K3QX",
        "person": "00ff",
        "referrer_id": 1,
        "organisation_id": 1,
        "agreement_id": 1,
        "draft_id": 1,
        "status": "completed",
        "handover": "call_me",
        "waiting_list": False,
        "call_asked": False,
        "sent_at": SENT,
        "changed_at": CHANGED,
        "nudges": 0,
        "revision": 1,
        "version": 1,
    },
    "consent": {
        "referral_id": 1,
        "share": '["wishes"]',
        "shared_with": "[]",
        "until": CHANGED.date(),
        "given_at": SENT,
        "taken_by_id": 1,
    },
    "note": {
        "id": 1,
        "referral_id": 1,
        "kind": "came",
        "day": SENT.date(),
        "by_partner": False,
        "member_id": 1,
        "at": SENT,
    },
    "event": {
        "id": 1,
        "referral_id": 1,
        "at": SENT,
        "member_id": 1,
        "organisation_id": 1,
        "unit": "",
        "happening": "sent",
        "detail": "{}",
    },
    "auditentry": {"id": 1, "at": SENT, "member_id": 1, "act": "send", "subject": "referral", "allowed": True},
}


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Makes empty databases of the same kind, at the migration of a number."""
    engines: list[Engine] = []

    def make(number: str) -> Engine:
        name = f"{make_url(database_url).database or ''}_{len(engines)}".rpartition("/")[2]
        server = database_url.startswith("postgresql")
        engine = open_engine(databases.create_on(database_url, name) if server else f"sqlite:///{tmp_path / name}.db")
        engines.append(engine)
        schema.migrate(engine, number)
        return engine

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def first(empty: Callable[[str], Engine]) -> Engine:
    """A database as the first migration left it, with a row in each table that the second one changes."""
    engine = empty("0001")
    with engine.begin() as connection:
        for table, row in ROWS.items():
            connection.execute(insert(_table(table, *row)).values(row))
    return engine


def _table(name: str, *columns: str) -> TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def test_the_second_migration_keeps_what_the_first_one_holds(first: Engine) -> None:
    schema.migrate(first)
    schema.check(first)
    with first.connect() as connection:
        for table in ROWS:
            assert connection.execute(select(func.count()).select_from(_table(table))).scalar() == 1, table


def test_every_person_who_was_referred_gets_a_file_that_is_kept_for_five_years(first: Engine) -> None:
    schema.migrate(first)
    with first.connect() as connection:
        mark, erase_on = connection.execute(text("SELECT mark, erase_on FROM client")).one()
    assert (mark, str(erase_on)) == ("00ff", "2027-12-31")


def test_the_checks_take_the_new_words_and_no_others(first: Engine) -> None:
    schema.migrate(first)
    for table, column, word in (
        ("note", "kind", "written"),
        ("note", "step", "first_visit"),
        ("event", "happening", "transferred"),
        ("consent", "given_by", "guardian"),
    ):
        with first.begin() as connection:
            connection.execute(update(_table(table, column)).values({column: word}))
        with pytest.raises(IntegrityError), first.begin() as connection:
            connection.execute(update(_table(table, column)).values({column: "nonsense"}))


NUMBERS = migrations_scratch.numbers()
EXPANDING = [pair for pair in itertools.pairwise(NUMBERS) if pair[1] >= "0004"]
"""The migrations under the rule of decision 26, each with the one before; the first three came before any release."""


@pytest.mark.parametrize(("before", "after"), EXPANDING)
def test_a_migration_lets_the_code_before_it_read_and_write_on(
    empty: Callable[[str], Engine], before: str, after: str
) -> None:
    assert refused(empty(before), empty(after)) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (migrations_scratch.COLUMN_WITHOUT_DEFAULT, "referral refuses a row"),
        (migrations_scratch.COLUMN_GONE, "event lacks ['unit']"),
        (migrations_scratch.WORD_GONE, "ck_member_language of member lacks ['sv']"),
    ],
)
def test_a_migration_that_stops_the_code_before_it_is_found(
    empty: Callable[[str], Engine], tmp_path: Path, change: str, complaint: str
) -> None:
    after = empty(NUMBERS[-1])
    migrations_scratch.apply(after, change, tmp_path)
    assert any(complaint in found for found in refused(empty(NUMBERS[-1]), after))


def test_a_migration_that_only_adds_is_let_through(empty: Callable[[str], Engine], tmp_path: Path) -> None:
    after = empty(NUMBERS[-1])
    migrations_scratch.apply(after, migrations_scratch.ADDITIVE, tmp_path)
    assert refused(empty(NUMBERS[-1]), after) == []
