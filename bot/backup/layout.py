"""Which tables a database has and what is in their columns, asked of the database itself.

Not of the models: a backup is also taken of a database that waits for its migration, and one of an older schema is
restored by newer code.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from sqlalchemy import Connection, TableClause, column, inspect, table, text
from sqlalchemy.engine.reflection import Inspector

from bot.backup.kinds import Kind, kind_of, type_of

NUMBERED = "alembic_version"
"""Where the number of the newest migration stands."""


@dataclass(frozen=True)
class Table:
    """A table: its columns in order with their kinds, and the columns of its key, by which its rows are ordered."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    key: tuple[str, ...]

    @cached_property
    def clause(self) -> TableClause:
        """The table as statements name it, with the types of the format."""
        return table(self.name, *(column(name, type_of(kind)) for name, kind in self.columns))

    def as_json(self) -> dict[str, Any]:
        """What a backup says of it before its rows."""
        return {"table": self.name, "columns": [[name, kind.value] for name, kind in self.columns], "key": [*self.key]}

    @classmethod
    def of_json(cls, said: dict[str, Any]) -> Self:
        """The way back.

        Raises:
            ValueError, KeyError, TypeError: it says no table.
        """
        columns = tuple((str(name), Kind(kind)) for name, kind in said["columns"])
        return cls(str(said["table"]), columns, tuple(str(name) for name in said["key"]))


def tables_of(connection: Connection) -> list[Table]:
    """The tables of the database behind `connection`, each after those that it refers to.

    Raises:
        UnknownKind: a column is of a type that the format has no word for.
    """
    inspector = inspect(connection)
    ordered = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and name != NUMBERED]
    return [_table(inspector, name) for name in ordered]


def _table(inspector: Inspector, name: str) -> Table:
    columns = tuple((one["name"], kind_of(one["type"])) for one in inspector.get_columns(name))
    return Table(name, columns, tuple(inspector.get_pk_constraint(name)["constrained_columns"]))


def loops_of(connection: Connection, name: str) -> list[str]:
    """The names of the foreign keys with which the table `name` refers to itself."""
    keys = inspect(connection).get_foreign_keys(name)
    return [str(key["name"]) for key in keys if key["referred_table"] == name]


def schema_of(connection: Connection) -> str:
    """The number of the newest migration in the database behind `connection`; empty where it has none."""
    if not inspect(connection).has_table(NUMBERED):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {NUMBERED}")).scalar() or ""  # noqa: S608 - our own name
