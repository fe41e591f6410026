"""Writing a backup's rows into the database, and reading them from there again to compare."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert

from bot.backup import rows, target
from bot.backup.layout import Table, tables_of
from bot.backup.manifest import Header, Manifest, Tally
from bot.backup.sealing import Unreadable
from bot.backup.target import Unwilling

MANY_ROWS = 500
MANY_BYTES = 2 * 1024 * 1024


class Filling:
    """A visitor that writes what it gets into the database behind `connection`, in its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._there: dict[str, Table] = {}
        self._table: Table | None = None
        self._held: list[dict[str, Any]] = []
        self._bytes = 0

    def begin(self, header: Header) -> None:
        """Make the database ready.

        Raises:
            Unwilling: it cannot be.
        """
        target.prepare(self._connection, header)
        self._there = {table.name: table for table in tables_of(self._connection)}

    def table(self, table: Table) -> None:
        """The rows that follow are this table's."""
        self.end()
        if self._there.get(table.name) is None or set(self._there[table.name].columns) != set(table.columns):
            raise Unwilling(f"The backup's table {table.name!r} is not that of its schema: another program made it.")
        self._table = table
        target.let_rows_wait(self._connection, table.name, wait=True)

    def row(self, values: list[Any], size: int) -> None:
        """Hold the row, and write those that are held when they are many."""
        assert self._table, "a row comes after its table"
        try:
            self._held.append(rows.read(self._table, values))
        except (ValueError, TypeError):
            raise Unreadable(f"a row of its table {self._table.name!r} does not fit") from None
        self._bytes += size
        if len(self._held) >= MANY_ROWS or self._bytes >= MANY_BYTES:
            self._write()

    def missing(self, tables: Sequence[Table]) -> set[str]:
        """Which tables of the schema are not among `tables`."""
        return set(self._there) - {table.name for table in tables}

    def end(self) -> None:
        """All rows of a table have come."""
        if self._table:
            self._write()
            target.let_rows_wait(self._connection, self._table.name, wait=False)
        self._table = None

    def _write(self) -> None:
        if self._table and self._held:
            self._connection.execute(insert(self._table.clause), self._held)
        self._held, self._bytes = [], 0


def compare(connection: Connection, tables: Sequence[Table], manifest: Manifest) -> None:
    """Read all rows from the database again and compare counts and digests with the backup's.

    Raises:
        Unreadable: they differ: nothing may be committed.
    """
    for table in tables:
        tally = Tally()
        for line in rows.lines(connection, table):
            tally.count(line)
        if tally.as_json() != manifest.tables[table.name]:
            raise Unreadable(f"the rows of its table {table.name!r} came out otherwise in this database")
