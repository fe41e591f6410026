"""The trace: who did what to which object, from which screen. No content."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from models.base import Moment, Row


class AuditEntry(Row, table=True):
    """Written in the same transaction as what it tells of."""

    __table_args__ = (Index(None, "subject", "subject_id"), Index(None, "member_id", "at"))

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    act: str
    subject: str
    subject_id: int | None = None
    allowed: bool
    screen: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    """Where it was done: a command, a button or a page."""


class AuditSeal(Row, table=True):
    """A link of the chain over the entries, in the order in which they were sealed."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """From 1, without gaps."""
    entry_id: int = Field(unique=True)
    digest: bytes
    """SHA-256 of the digest before it and of the entry."""
    sealed_at: datetime = Field(sa_type=Moment)
