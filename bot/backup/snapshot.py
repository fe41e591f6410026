"""A connection that sees one moment of the database and holds up nobody who writes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

BUSY_SECONDS = 30


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A reading connection to the database at `url` in a transaction that sees one moment of it.

    On SQLite a reader in WAL mode beside the one writer (sqlite.org/isolation.html); the engine of the store would
    begin as a writer. On PostgreSQL REPEATABLE READ READ ONLY.

    Raises:
        sqlalchemy.exc.DBAPIError: the database is away, or is not there.
    """
    engine = _reading_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1 FROM alembic_version"))  # the moment is that of the first look
            yield connection
    finally:
        engine.dispose()


def _reading_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="REPEATABLE READ",
            connect_args={"options": "-c statement_timeout=0 -c lock_timeout=30s -c default_transaction_read_only=on"},
            hide_parameters=True,
        )
        return engine.execution_options(postgresql_readonly=True)
    path = Path(make_url(url).database or "").absolute()

    def connect() -> sqlite3.Connection:
        file = f"file:{quote(str(path))}?mode=rw"  # a file that is not there is not made
        return sqlite3.connect(file, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _only_read)
    event.listen(engine, "begin", _begin)
    return engine


def _only_read(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
    connection.execute("PRAGMA query_only=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
