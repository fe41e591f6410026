"""Whatever may stand in a column comes back the same."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, delete, insert, text

from bot.backup import rows
from bot.backup.kinds import Kind
from bot.backup.layout import Table, tables_of
from tests.backup.conftest import Empty

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
"""PostgreSQL keeps no NUL."""
JSON_VALUES = st.none() | st.dictionaries(TEXTS, st.integers() | TEXTS | st.booleans() | st.none(), max_size=4)
YEARS = (datetime(1, 1, 2), datetime(9999, 12, 30))  # noqa: DTZ001 - hypothesis gives them their zone
ROWS = st.fixed_dictionaries(
    {
        "number": st.none() | st.integers(-(2**63), 2**63 - 1),
        "truth": st.none() | st.booleans(),
        "words": st.none() | TEXTS,
        "moment": st.none() | st.datetimes(*YEARS, timezones=st.just(UTC)),
        "day": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        "bytes": st.none() | st.binary(max_size=60),
        "json": st.none() | JSON_VALUES.map(partial(json.dumps, ensure_ascii=False)),
    }
)
MAKE = {
    "sqlite": "CREATE TABLE odd (id INTEGER PRIMARY KEY, number BIGINT, truth BOOLEAN, words VARCHAR, moment DATETIME, "
    "day DATE, bytes BLOB, json JSON)",
    "postgresql": "CREATE TABLE odd (id INTEGER PRIMARY KEY, number BIGINT, truth BOOLEAN, words VARCHAR, "
    "moment TIMESTAMP WITH TIME ZONE, day DATE, bytes BYTEA, json JSON)",
}
Two = tuple[Connection, Connection]


@pytest.fixture
def two(empty: Empty) -> Iterator[Two]:
    """A connection to each database, with a table that has a column of each kind."""
    engines = [create_engine(empty(name)) for name in MAKE]
    connections = [engine.connect() for engine in engines]
    for connection, statement in zip(connections, MAKE.values(), strict=True):
        connection.execute(text(statement))
    yield (connections[0], connections[1])
    for connection, engine in zip(connections, engines, strict=True):
        connection.close()
        engine.dispose()


def table_of(connection: Connection) -> Table:
    """The odd one."""
    return next(table for table in tables_of(connection) if table.name == "odd")


def carried(start: Connection, end: Connection) -> list[bytes]:
    """The rows of one database as lines, written into the other."""
    lines = list(rows.lines(start, table_of(start)))
    table = table_of(end)
    end.execute(delete(table.clause))
    if lines:
        end.execute(insert(table.clause), [rows.read(table, json.loads(line)) for line in lines])
    return lines


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, max_size=6))
def test_odd_values_go_over_and_come_back(two: Two, found: list[dict[str, Any]]) -> None:
    sqlite, postgresql = two
    table = table_of(sqlite)
    sqlite.execute(delete(table.clause))
    if found:
        sqlite.execute(insert(table.clause), [{"id": number, **row} for number, row in enumerate(found)])

    before = carried(sqlite, postgresql)
    over = carried(postgresql, sqlite)

    assert before == over == list(rows.lines(sqlite, table))
    assert len(before) == len(found)


def test_every_kind_is_tried(two: Two) -> None:
    for connection in two:
        assert {kind for _, kind in table_of(connection).columns} == set(Kind)
