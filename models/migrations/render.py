"""How our own column types are written in a migration: as what the database sees."""

from typing import Any, Literal

from sqlmodel import AutoString

from models.base import Choice, Moment


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:  # noqa: ANN401 - Alembic's own
    """The text for `item`, or False for Alembic's own way."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Choice):
        return "sa.String(length=40)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False
