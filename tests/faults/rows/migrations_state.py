"""What a database is, in one word: its schema to the last constraint, and every value of every row."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, text

_SQLITE_SCHEMA = ("SELECT type, name, tbl_name, sql FROM sqlite_master",)
_POSTGRES_SCHEMA = (
    """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace""",
    "SELECT sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'",
)


@dataclass(frozen=True)
class State:
    """A schema and its rows, as digests; the number of rows is for the reader."""

    number: str
    """The newest migration that the database says it has."""
    schema: str
    rows: str
    count: int


def state_of(engine: Engine) -> State:
    """What the database behind `engine` is now, read in one transaction."""
    with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
        tables = tables_of(connection)
        rows = {name: _rows(connection, name, columns) for name, columns in tables.items()}
        number = connection.scalar(text("SELECT version_num FROM alembic_version")) if tables else ""
        count = sum(map(len, rows.values()))
        return State(str(number), _digest(_schema(connection)), _digest(rows), count)


def rows_of(engine: Engine, tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows of `tables`, with the columns named there alone: what an older schema knew of a newer one's rows."""
    with engine.connect() as connection:
        return {name: _rows(connection, name, columns) for name, columns in tables.items() if name != "alembic_version"}


def tables_of(connection: Connection) -> dict[str, list[str]]:
    """The columns of each table."""
    inspector = sa.inspect(connection)
    names = sorted(inspector.get_table_names())
    return {name: [column["name"] for column in inspector.get_columns(name)] for name in names}


def _schema(connection: Connection) -> list[str]:
    queries = _SQLITE_SCHEMA if connection.dialect.name == "sqlite" else _POSTGRES_SCHEMA
    return [line for query in queries for line in sorted(repr(tuple(row)) for row in connection.execute(text(query)))]


def _rows(connection: Connection, table: str, columns: list[str]) -> list[str]:
    chosen: sa.Select[*tuple[Any, ...]] = sa.select(*(sa.column(name) for name in columns)).select_from(sa.table(table))
    return sorted(repr(tuple(row)) for row in connection.execute(chosen))


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()
