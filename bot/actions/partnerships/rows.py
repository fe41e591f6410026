"""Writing rows inside an entry's savepoint."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, SQLModel

from bot.actions.partnerships.findings import show

REFUSED = (IntegrityError, DataError)


def insert_row(session: Session, table: type[SQLModel], columns: Mapping[str, Any]) -> int:
    """Insert a row of `table` with all its `columns`, and return its id (or the first part of its key).

    Raises:
        IntegrityError, DataError: the database refuses it.
    """
    made = session.connection().execute(insert(table), columns).inserted_primary_key
    assert made is not None
    return int(made[0])


def refusal(refused: IntegrityError | DataError) -> str:
    """What to report of an entry that passed every check, and that the database still did not take."""
    return f"the database refuses it: {show(str(refused.orig))}; this is a fault of the import itself, please report it"
