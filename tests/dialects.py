"""What was compiled for one test's engine serves the next one's.

SQLAlchemy keeps compiled statements with the engine they were compiled for; each test has a new engine, set up as all
others are, and would compile them all again.
"""

from typing import Any, ClassVar

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class _Shares:
    """A dialect that is equal to any other of its class, whose statements they all share."""

    compiled: ClassVar[dict[Any, Any]]

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """SQLAlchemy's own hook."""
        engine.update_execution_options(compiled_cache=cls.compiled)


class SharedSQLite(_Shares, SQLiteDialect_pysqlite):
    """SQLite, as in the product."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}


class SharedPostgreSQL(_Shares, PGDialect_psycopg):
    """PostgreSQL, as in the product."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}


def share() -> None:
    """From now on every new engine in this process is of these."""
    registry.register("sqlite", __name__, SharedSQLite.__name__)
    registry.register("postgresql.psycopg", __name__, SharedPostgreSQL.__name__)
