"""Which statements are sent, and how the database means to find what they ask for."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

LARGE = re.compile(r"SCAN (referral|event|notice|reminder|reportduty|note|agreement|party|digest|consent|auditentry)\b")
"""A table that grows, read as a whole; members of one's own organisation and the like are few."""
MADE_UP = re.compile(r"AUTOMATIC")
"""An index that SQLite builds for one question."""
NOT_ASKED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """The statements that are executed meanwhile, but for those that open a transaction."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked(engine: Engine, ask: Callable[[Session], object]) -> list[tuple[str, Any]]:
    """The statements that `ask` sends in a transaction of its own, with their values; nothing stays."""
    sent: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if not many and not statement.startswith(NOT_ASKED):
            sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        with Session(engine, expire_on_commit=False) as session:
            ask(session)
            session.rollback()
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return sent


def whole_tables(engine: Engine, ask: Callable[[Session], object]) -> list[str]:
    """The lines of SQLite's plans for what `ask` sends that read a large table as a whole, or build an index for it."""
    statements = asked(engine, ask)
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        lines: list[str] = []
        for statement, values in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            lines += [row[3] for row in cursor.fetchall()]
    finally:
        connection.close()
    return [line for line in lines if LARGE.search(line) or MADE_UP.search(line)]
