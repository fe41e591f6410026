"""Report duties: what a partner is to hand in under an agreement, and by when."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class ReportKind(StrEnum):
    INTERIM = "interim"
    YEARLY = "yearly"
    FINAL = "final"


class ReportDuty(Row, table=True):
    """A report that is due; it is settled when a manager says that it has come."""

    __table_args__ = (
        one_of("kind", ReportKind),
        UniqueConstraint("agreement_id", "kind", "due_on"),
        {"sqlite_autoincrement": True},  # an old button never means another report
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    kind: ReportKind = Field(sa_column=Column(Choice(ReportKind), nullable=False))
    due_on: date = Field(index=True)
    received_at: datetime | None = Field(default=None, sa_type=Moment)
    received_by_id: int | None = Field(default=None, foreign_key="member.id")
