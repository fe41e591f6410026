"""Reports of a partner: written in a form of the room or handed in as a document, then judged by the board."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class ReportState(StrEnum):
    DRAFT = "draft"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    """The board wants something mended; then it is due again."""
    APPROVED = "approved"


class Report(Row, table=True):
    """What a partner reports under a duty. Its words are sealed."""

    __table_args__ = (one_of("state", ReportState), CheckConstraint("last_day >= first_day", name="period"))

    id: int = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="reportduty.id", unique=True)
    state: ReportState = Field(default=ReportState.DRAFT, sa_column=Column(Choice(ReportState), nullable=False))
    first_day: date
    last_day: date
    """The period it is about."""
    sealed: bytes | None = None
    """The form's fields as JSON, sealed with a key outside the database."""
    sealed_by: str | None = Field(default=None, index=True)
    """The name of that key."""
    revision: int = 1
    member_id: int = Field(foreign_key="member.id")
    changed_at: datetime = Field(sa_type=Moment)
    handed_in_at: datetime | None = Field(default=None, sa_type=Moment)


class ReportFile(Row, table=True):
    """A document handed in with a report, sealed."""

    __table_args__ = (Index(None, "report_id"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    name: str
    media_type: str
    size: int
    """Bytes before it was sealed."""
    sealed: bytes
    sealed_by: str = Field(index=True)
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)


class ReportRemark(Row, table=True):
    """What was said of a report, and in which state it was from then on."""

    __table_args__ = (one_of("state", ReportState), Index(None, "report_id"))

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    state: ReportState = Field(sa_column=Column(Choice(ReportState), nullable=False))
    words: str = ""
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
