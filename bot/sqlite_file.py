"""A SQLite file of our own: how it is opened, and that what stands at its path is still the one that was opened."""

import os
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
OPEN_ANEW = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
"""After these the connection is not trusted again: one that was opened read-only, say, stays so for ever."""
Which = tuple[int, int]
"""The device and the number of a file."""


def set_up(engine: Engine) -> None:
    """Let every connection of `engine` write durably, erase for good, begin as a writer, and keep to its file.

    SQLite does not see that its file was moved or replaced (a restore into a running house): it goes on writing to
    one that nobody will ever read again.
    """
    path = engine.url.database
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin_immediate)
    event.listen(engine, "handle_error", _let_go_of_what_is_broken)
    if path and path != ":memory:" and not path.startswith("file:"):
        _keep_to_its_file(engine, path)


def _connect(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
    connection.isolation_level = None  # the driver must not begin by itself
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _let_go_of_what_is_broken(context: ExceptionContext) -> None:
    if getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF in OPEN_ANEW:
        context.is_disconnect = True


def _keep_to_its_file(engine: Engine, path: str) -> None:
    opened: set[str] = set()

    def refuse_to_make_another(*_: object) -> None:
        if opened and not os.path.exists(path):  # noqa: PTH110 - asked at each connection
            raise sqlite3.OperationalError("the database file is gone")

    def remember(_connection: sqlite3.Connection, record: Any) -> None:  # noqa: ANN401
        opened.add(path)
        record.info["file"] = _which(path)

    def compare(_connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:  # noqa: ANN401
        if record.info["file"] != _which(path):
            raise DisconnectionError("another file stands in its place")

    event.listen(engine, "do_connect", refuse_to_make_another)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _which(path: str) -> Which | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for each transaction
    except OSError:
        return None
    return found.st_dev, found.st_ino
