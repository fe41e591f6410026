"""Alarms: what the administrators must look at, counted and not repeated. Nothing in them is about a person."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class AlarmKind(StrEnum):
    BUG = "bug"
    QUARANTINED = "quarantined"
    STORAGE_DOWN = "storage_down"
    """The database was away, full, locked or broken; it is told once it is back."""
    TELEGRAM_AWAY = "telegram_away"
    ANOTHER_POLLER = "another_poller"
    """Telegram says 409: another process fetches our updates, or a webhook is set."""
    WORKER_AWAY = "worker_away"
    STUCK_NOTICES = "stuck_notices"
    BACKUP_FAILED = "backup_failed"
    BACKUP_LATE = "backup_late"
    DISK_LOW = "disk_low"


TOLD_AFTERWARDS = frozenset({AlarmKind.STORAGE_DOWN, AlarmKind.TELEGRAM_AWAY})
"""What can be told only when it is over: that is all there is to tell."""
OVER = "over"
"""The occasion of the notice that says so."""


class Alarm(Row, table=True):
    """One trouble from when it was first seen until it is over; what comes meanwhile is counted."""

    __table_args__ = (
        one_of("kind", AlarmKind),
        Index(
            "uq_alarm_kind_open",
            "kind",
            unique=True,
            sqlite_where=text("over_at IS NULL"),
            postgresql_where=text("over_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    kind: AlarmKind = Field(sa_column=Column(Choice(AlarmKind), nullable=False))
    first_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment)
    times: int = 1
    reference: str = ""
    """Of the newest one: what to look for in the log."""
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the administrators were last told."""
    over_at: datetime | None = Field(default=None, sa_type=Moment)
