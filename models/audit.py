"""The trace: who did what to which object. No content."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Moment, Row


class AuditEntry(Row, table=True):
    """Written in the same transaction as what it tells of."""

    __table_args__ = (Index(None, "subject", "subject_id"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    act: str
    subject: str
    subject_id: int | None = None
    allowed: bool
