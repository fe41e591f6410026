"""Break-glass: a manager reads what is written of a person, which nobody but those who work with them may."""

from datetime import datetime

from sqlmodel import Field

from models.base import Moment, Row


class Glass(Row, table=True):
    """Asked for by one, with a reason, and opened by another, for a short time. Everybody concerned is told."""

    id: int = Field(default=None, primary_key=True)
    referral_id: int = Field(foreign_key="referral.id", index=True)
    asked_by_id: int = Field(foreign_key="member.id")
    asked_at: datetime = Field(sa_type=Moment)
    sealed_reason: bytes
    opened_by_id: int | None = Field(default=None, foreign_key="member.id")
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    refused_at: datetime | None = Field(default=None, sa_type=Moment)
    until: datetime | None = Field(default=None, sa_type=Moment)
