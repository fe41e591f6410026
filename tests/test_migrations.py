"""Migrations of databases that are full: nothing is lost, and what is new holds for what is old."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, TableClause, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from models import schema

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
def first(engine: Engine) -> Engine:
    """A database as the first migration left it, with a row in each table that the second one changes."""
    _empty(engine)
    schema.migrate(engine, "0001")
    with engine.begin() as connection:
        for table, row in ROWS.items():
            connection.execute(insert(_table(table, *row)).values(row))
    return engine


def _table(name: str, *columns: str) -> TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            return
    path = Path(engine.url.database or "")
    engine.dispose()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


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
