"""Inserting what may be there already."""

from functools import cache

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.base import Row, table_of


def insert_new(
    session: Session, table: type[Row], *unique: str, returning: tuple[str, ...] = ()
) -> sqlite.Insert | postgresql.Insert:
    """An INSERT into `table` that passes over rows whose `unique` columns (its key, if none) are there already.

    It gives back the columns `returning` of those that were not.
    """
    return _statement(session.get_bind().dialect.name, table, unique, returning)


@cache
def _statement(
    dialect: str, table: type[Row], unique: tuple[str, ...], returning: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table_of(table)).on_conflict_do_nothing(index_elements=list(unique) or None)
    columns = [table_of(table).c[name] for name in returning]
    return statement.returning(*columns) if columns else statement  # type: ignore[return-value]
