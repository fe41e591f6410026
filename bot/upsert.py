"""Inserting what may be there already."""

from functools import cache

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.base import Row, table_of


def insert_new(session: Session, table: type[Row], *unique: str) -> sqlite.Insert | postgresql.Insert:
    """An INSERT into `table` that passes over rows whose `unique` columns (its key, if none) are there already."""
    return _statement(session.get_bind().dialect.name, table, unique)


@cache
def _statement(dialect: str, table: type[Row], unique: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table_of(table)).on_conflict_do_nothing(index_elements=list(unique) or None)
