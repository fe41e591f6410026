"""Fills a database of any schema with rows, read off the schema itself: every table, every column that must be set."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Inspector, MetaData, Table

from tests.faults.rows.migrations_state import tables_of

ROWS = 3
FIRST_DAY = date(2022, 10, 3)
MORNING = datetime(2022, 10, 3, 7, 12, tzinfo=UTC)
ONE_ROW = frozenset({"pace"})
ALWAYS_SET = frozenset({"telegram_id", "agreement_id", "recipient_id"})
"""Columns that may be empty, and that a row without says too little."""
MEANT: dict[str, Any] = {
    "open_days": [1, 2, 3, 4, 5],
    "consent_share": [],
    "consent_with": [],
    "shared_with": [],
    "share": ["wishes"],
    "opens": 8,
    "closes": 18,
    "weekday": 3,
    "quiet_from": 20,
    "quiet_to": 7,
    "language": "sv",
    "volunteers": 0,
    "kept": True,
}
"""What columns of a name hold, where any value of its type will not do."""
COUNTED_FROM = {"update_id": 1_000_000_000, "telegram_id": 4000}
"""Numbers that are not ours: no update of the local Telegram may look as if it had been handled."""
LISTED = re.compile(r"'((?:[^']|'')*)'")
Rows = dict[str, list[dict[str, Any]]]


def fill(connection: Connection) -> Rows:
    """Write `ROWS` rows into each table; what was written, table by table in the order it can be written."""
    metadata = MetaData()
    metadata.reflect(connection)
    inspector = sa.inspect(connection)
    written: Rows = {}
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            last = 1 if table.name in ONE_ROW else ROWS
            written[table.name] = [_row(table, number, inspector) for number in range(1, last + 1)]
            connection.execute(table.insert(), written[table.name])
    _move_sequences(connection, metadata)
    return written


def write(connection: Connection, rows: Rows) -> dict[str, str]:
    """Write `rows`, whose columns an older schema knew, as the older code does: it names no other column.

    Returns:
        What went wrong, by table, up to the first: what refers to it goes wrong for its sake.
    """
    metadata = MetaData()
    metadata.reflect(connection)
    for name, listed in rows.items():
        try:
            with connection.begin_nested():
                connection.execute(metadata.tables[name].insert(), listed)
        except (sa.exc.DBAPIError, sa.exc.CompileError, KeyError) as error:
            return {name: str(getattr(error, "orig", None) or error)}
    return {}


def refused(before: Engine, after: Engine) -> list[str]:
    """What code that knows `before`'s schema cannot do on `after`'s, both of them empty: decision 26 forbids it.

    It must find each table and column, write each row as it always did, and use each word that it knows.
    """
    with before.begin() as connection:
        rows, known, had = fill(connection), words(connection), tables_of(connection)
    with after.begin() as connection:
        takes, has = words(connection), tables_of(connection)
        wrong = write(connection, rows)
    gone = [f"{name} lacks {sorted(set(columns) - set(has.get(name, [])))}" for name, columns in had.items()]
    lost = [
        f"{check} of {table} lacks {sorted(known[table, check] - takes.get((table, check), known[table, check]))}"
        for table, check in known
    ]
    return [
        *(line for line in (*gone, *lost) if not line.endswith("[]")),
        *(f"{table} refuses a row: {why}" for table, why in wrong.items()),
    ]


def words(connection: Connection) -> dict[tuple[str, str], set[str]]:
    """The words that each check takes, by table and check."""
    inspector = sa.inspect(connection)
    return {
        (table, str(check["name"])): listed
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
        if (listed := set(LISTED.findall(check["sqltext"])))
    }


def _row(table: Table, number: int, inspector: Inspector) -> dict[str, Any]:
    choices = dict(_choices(table.name, inspector))
    lone = {column for key in inspector.get_unique_constraints(table.name) for column in key["column_names"]}
    return {
        column.name: _value(column, number, choices)
        for column in table.columns
        if not column.nullable or column.name in (ALWAYS_SET | lone)
    }


def _choices(table: str, inspector: Inspector) -> Iterator[tuple[str, list[str]]]:
    """The columns whose checks list words, with the words."""
    for check in inspector.get_check_constraints(table):
        column = re.match(r"\W*(\w+)", check["sqltext"])
        if column and (listed := LISTED.findall(check["sqltext"])):
            yield column[1], listed


def _value(column: sa.Column[Any], number: int, choices: dict[str, list[str]]) -> Any:
    if column.name in choices:
        return choices[column.name][number % len(choices[column.name])]
    if column.name in MEANT:
        return MEANT[column.name]
    if column.name in COUNTED_FROM:
        return COUNTED_FROM[column.name] + number
    if column.name == "substitute_id":
        return number % ROWS + 1  # somebody else
    if column.foreign_keys and _is_text(column):
        return f"{next(iter(column.foreign_keys)).column.name} {number}"
    made = {
        sa.JSON: {},
        sa.Boolean: False,
        sa.DateTime: MORNING + timedelta(minutes=number),
        sa.Date: FIRST_DAY + timedelta(days=number),
        sa.LargeBinary: number.to_bytes(4),
        sa.Integer: number,
        sa.Float: float(number),
        sa.Numeric: number,
        sa.String: f"{column.name} {number}"[: getattr(column.type, "length", None) or 100],
    }
    return next(value for kind, value in made.items() if isinstance(column.type, kind))


def _is_text(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String)


def _move_sequences(connection: Connection, metadata: MetaData) -> None:
    """Let PostgreSQL count on from the numbers that were given."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.scalar(
                sa.text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name}
            )
            if name:
                connection.scalar(sa.text("SELECT setval(:name, :last)"), {"name": name, "last": ROWS})
