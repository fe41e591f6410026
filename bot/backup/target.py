"""The database to restore into: it must be empty, and gets the schema of the backup."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select, text

from bot.backup.layout import Table, loops_of, schema_of, tables_of
from bot.backup.manifest import Header
from models import schema


class Unwilling(Exception):
    """It is not restored, in a plain sentence."""


def prepare(connection: Connection, header: Header) -> None:
    """Bring the empty database behind `connection` to the schema of the backup, and hold it against all others.

    Raises:
        Unwilling: the backup is of a newer schema, or the database is not empty or of another schema.
    """
    if not header.schema or header.schema > schema.newest():
        raise Unwilling(
            f"The backup is of schema {header.schema or 'none'}, and this version knows {schema.newest()}: "
            "restore it with the version that took it, or a newer one."
        )
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({schema.LOCK})"))
    else:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    tables = tables_of(connection)
    if not tables:
        schema.upgrade(connection, header.schema)
        tables = tables_of(connection)
    _hold(connection, tables)
    _refuse_unless_empty(connection, tables)
    if schema_of(connection) != header.schema:
        raise Unwilling(
            f"The database is of schema {schema_of(connection) or 'none'} and the backup of {header.schema}: "
            "give a database without tables."
        )


def _hold(connection: Connection, tables: Sequence[Table]) -> None:
    """Nobody else reads or writes until this transaction ends; on SQLite it is the one writer anyway."""
    if connection.dialect.name == "postgresql" and tables:
        names = ", ".join(f'"{table.name}"' for table in tables)
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))


def _refuse_unless_empty(connection: Connection, tables: Sequence[Table]) -> None:
    full = [one.name for one in tables if connection.execute(select(func.count()).select_from(one.clause)).scalar()]
    if full:
        raise Unwilling(
            f"The database is not empty ({len(full)} tables hold rows): a backup is restored into an empty one only. "
            "Point DATABASE_URL at a new database, and keep this one until you have looked at both."
        )


def let_rows_wait(connection: Connection, name: str, *, wait: bool) -> None:
    """Let rows of the table `name` refer to rows of it that come later, or hold them to it again.

    SQLite waits for the commit with all of them (`PRAGMA defer_foreign_keys`); PostgreSQL asks after each row.
    """
    if connection.dialect.name != "postgresql":
        return
    keys = loops_of(connection, name)
    if keys and not wait:
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    how = "DEFERRABLE INITIALLY DEFERRED" if wait else "NOT DEFERRABLE"
    for key in keys:
        connection.execute(text(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" {how}'))
    if keys and wait:
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))  # the word of the table before holds else
