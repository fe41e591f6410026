"""Personal-data incidents: that something stood in the chat which must not, never what it said."""

from datetime import datetime

from sqlalchemy import JSON, Column
from sqlmodel import Field

from models.base import Moment, Row


class Incident(Row, table=True):
    """What the privacy guard stopped in somebody's chat. The responsible closes it (GDPR art. 33(5))."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    member_id: int = Field(foreign_key="member.id", index=True)
    kinds: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """Of what kind it was: identity, phone, email, address."""
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by_id: int | None = Field(default=None, foreign_key="member.id")
    reported: bool | None = None
    """Whether it was reported as a personal-data breach."""
