"""Reminders: on which day who must be told of an agreement's end or of a report. Planned as rows that fall due."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class ReminderKind(StrEnum):
    EXPIRY = "expiry"
    """Before an agreement's last day."""
    DIALOGUE = "dialogue"
    """When to begin talking with the partner about what comes after; these four are planned backward from the end."""
    DRAFT = "draft"
    """When the papers for the board are to be ready."""
    DECISION = "decision"
    """When the board meets, or the director decides."""
    SIGNATURE = "signature"
    """When what was decided is to be signed."""
    LAPSED = "lapsed"
    """The day after it."""
    REPORT_DUE = "report_due"
    """Before a report is to be in."""
    REPORT_LATE = "report_late"
    """After it."""


UNSETTLED = "settled_at IS NULL"


class Reminder(Row, table=True):
    """One reminder of one occasion: it is settled when it was owed, or when there was nothing to say."""

    __table_args__ = (
        one_of("kind", ReminderKind),
        Index(
            "ix_reminder_due_on_unsettled",
            "due_on",
            "agreement_id",
            sqlite_where=text(UNSETTLED),
            postgresql_where=text(UNSETTLED),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """One per occasion: made of the kind, the row, the date it is about and the days to or from it."""
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    duty_id: int | None = Field(default=None, foreign_key="reportduty.id", ondelete="CASCADE", index=True)
    kind: ReminderKind = Field(sa_column=Column(Choice(ReminderKind), nullable=False))
    days: int
    """How many days before (after, for what is late) the date it is about."""
    gap_from: date | None = None
    """Of an agreement's end: the first day without one, unless another begins by then."""
    due_on: date
    """The working day on which it is said."""
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    said: bool = False
    """Whether it was owed to anybody; a decision, a successor or a received report makes it superfluous."""
