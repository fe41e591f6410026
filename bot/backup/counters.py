"""The highest number that was ever given in a table, also where its row is gone: it must not be given twice.

A referral remembers the draft that it was sent from, and drafts go: a draft with an old one's number would be taken
for a second tap on *send*. What an old button means hangs on such numbers too.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, inspect, select, text

from bot.backup.layout import Table

OF_SEQUENCE = text("SELECT pg_get_serial_sequence(:table, :key)")
SET = text("SELECT setval(CAST(:sequence AS regclass), :next, false)")


def read(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """What the database counts beside its rows, by table: PostgreSQL's sequences, SQLite's AUTOINCREMENT."""
    if connection.dialect.name == "postgresql":
        return {name: _last(connection, sequence) for name, sequence in _sequences(connection, tables).items()}
    if not inspect(connection).has_table("sqlite_sequence"):
        return {}
    names = {table.name for table in tables}
    found = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
    return {name: int(seq) for name, seq in found if name in names}


def write(connection: Connection, tables: Sequence[Table], counters: Mapping[str, int]) -> None:
    """Let each table go on after what its counter says, and after its highest row."""
    if connection.dialect.name == "postgresql":
        named = {table.name: table for table in tables}
        for name, sequence in _sequences(connection, tables).items():
            last = max(_highest(connection, named[name]), counters.get(name, 0))
            connection.execute(SET, {"sequence": sequence, "next": last + 1})
        return
    counting = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
    kept = set(connection.execute(counting).scalars())
    for table in tables:
        if table.name in kept:
            last = max(_highest(connection, table), counters.get(table.name, 0))
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            give = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
            connection.execute(give, {"name": table.name, "seq": last})


def _sequences(connection: Connection, tables: Sequence[Table]) -> dict[str, str]:
    found = {}
    for table in tables:
        if len(table.key) == 1:
            asked = {"table": f'"{table.name}"', "key": table.key[0]}
            if sequence := connection.execute(OF_SEQUENCE, asked).scalar():
                found[table.name] = str(sequence)
    return found


def _last(connection: Connection, sequence: str) -> int:
    last, is_called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608
    return int(last) if is_called else 0


def _highest(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.clause.c[table.key[0]]))).scalar() or 0
