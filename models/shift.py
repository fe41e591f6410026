"""Shifts: hours that the board's outreach workers promised at a partner's premises, kept or missed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class MissReason(StrEnum):
    ILLNESS = "illness"
    URGENT = "urgent"
    """Something more urgent came between."""
    STAFFING = "staffing"
    PREMISES = "premises"
    """The premises were closed."""
    OTHER = "other"


class Shift(Row, table=True):
    """What one side said became of a promised day. Where there is no row, nobody has said."""

    __table_args__ = (
        one_of("reason", MissReason),
        CheckConstraint("kept OR reason IS NOT NULL", name="missed"),
        UniqueConstraint("series_id", "day", "by_partner", "corrects"),
    )

    id: int = Field(default=None, primary_key=True)
    series_id: int = Field(foreign_key="series.id")
    day: date
    kept: bool
    reason: MissReason | None = Field(default=None, sa_column=Column(Choice(MissReason)))
    by_partner: bool
    """Whether the partner said so, rather than the board."""
    corrects: bool = False
    """Whether the board's manager said it after the two sides differed: then it stands."""
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
