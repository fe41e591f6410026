"""A table's rows as lines: a JSON array each, in the order of the key, the same on both databases."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Text, cast, collate, select

from bot.backup.kinds import Kind, reader, writer
from bot.backup.layout import Table

MANY = 500
"""Rows that are fetched at a time."""
_encoded = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """The line of each row of `table`, without the line's end; a few at a time are in memory."""
    writers = [writer(kind) for _, kind in table.columns]
    for row in connection.execute(_query(connection, table).execution_options(yield_per=MANY)):
        yield _encoded([_written(value, write) for value, write in zip(row, writers, strict=True)]).encode()


def read(table: Table, values: list[Any]) -> dict[str, Any]:
    """The columns of a row from the array of its line.

    Raises:
        ValueError, TypeError: the line does not fit the table.
    """
    named = zip(table.columns, values, strict=True)
    return {name: _read(value, reader(kind)) for (name, kind), value in named}


def _query(connection: Connection, table: Table) -> Select[Any]:
    kinds = dict(table.columns)
    columns = table.clause.c
    wanted = [
        cast(columns[name], Text).label(name) if kind is Kind.JSON else columns[name] for name, kind in kinds.items()
    ]
    order = [_in_order(connection, columns[name]) for name in table.key]
    return select(*wanted).order_by(*order)


def _in_order(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Text by its bytes on both databases; PostgreSQL would else order it as its language does."""
    if isinstance(column.type, String) and connection.dialect.name == "postgresql":
        return collate(column, "C")
    return column


def _written(value: Any, write: Callable[[Any], object] | None) -> object:  # noqa: ANN401 - a column's value
    return write(value) if write and value is not None else value


def _read(value: Any, read: Callable[[Any], object] | None) -> object:  # noqa: ANN401 - a JSON value
    return read(value) if read and value is not None else value
