"""Digests: that a manager was owed a week's page, with the figures as they were counted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Moment, Row


class Digest(Row, table=True):
    """One manager's page of one week. The queue in it is read when it is said; the figures are kept."""

    __table_args__ = (UniqueConstraint("member_id", "week"),)

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    week: date
    """Its Monday."""
    since: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Counts by period and happening, before small ones are hidden."""
    shown: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    """The same as they were told; a later page must not let anybody reckon back to one or a few people."""
