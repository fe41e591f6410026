"""Log control (*loggkontroll*): reads that the responsible looks at each month, and what was found."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Standing(StrEnum):
    """Why a read is in the sample."""

    SAMPLE = "sample"
    OUTSIDE = "outside"
    """Somebody else's referral."""
    NIGHT = "night"
    MANY = "many"


class Verdict(StrEnum):
    JUSTIFIED = "justified"
    INVESTIGATE = "investigate"


class LogReview(Row, table=True):
    """One read to look at, of one month and by one responsible."""

    __table_args__ = (
        one_of("standing", Standing),
        one_of("verdict", Verdict),
        UniqueConstraint("reviewer_id", "entry_id"),
        Index(None, "reviewer_id", "month"),
    )

    id: int = Field(default=None, primary_key=True)
    month: date
    """The first day of the month that is looked at."""
    reviewer_id: int = Field(foreign_key="member.id")
    entry_id: int = Field(foreign_key="auditentry.id")
    standing: Standing = Field(sa_column=Column(Choice(Standing), nullable=False))
    verdict: Verdict | None = Field(default=None, sa_column=Column(Choice(Verdict)))
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
