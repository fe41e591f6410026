"""Checks that change with the words of a list, on tables that are full already."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op


def listed(column: str, words: Iterable[str]) -> str:
    """The condition that `column` holds one of `words`."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def replace_check(table: str, column: str, before: Iterable[str], after: Iterable[str]) -> None:
    """Let `column` of `table` hold one of `after`, where it held one of `before`.

    SQLite cannot alter a constraint; copying a table of a million rows for a word is slow and drops what refers to it.
    What a check says may be rewritten in the schema itself: sqlite.org/lang_altertable.html, section 7.
    """
    name, condition = f"ck_{table}_{column}", listed(column, after)
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, condition)
        return
    old, new = (f"CONSTRAINT {name} CHECK ({said})" for said in (listed(column, before), condition))
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    rewrite = sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :table")
    connection.execute(rewrite, {"old": old, "new": new, "table": table})
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    said = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table}
    ).scalar_one()
    if new not in said:
        raise RuntimeError(f"{name} does not say what was expected, and was left as it is")
