"""What a person asks for under GDPR, and what was decided."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Right(StrEnum):
    ERASURE = "erasure"
    """GDPR art. 17."""
    RECTIFICATION = "rectification"
    """GDPR art. 16."""


class Decision(StrEnum):
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class RightsRequest(Row, table=True):
    """A request and its decision, both with their reasons, sealed."""

    __table_args__ = (one_of("wanted", Right), one_of("decision", Decision))

    id: int = Field(default=None, primary_key=True)
    client: str = Field(foreign_key="client.mark", index=True)
    referral_id: int = Field(foreign_key="referral.id")
    wanted: Right = Field(sa_column=Column(Choice(Right), nullable=False))
    asked_on: date
    sealed_request: bytes | None = None
    recorded_by_id: int = Field(foreign_key="member.id")
    recorded_at: datetime = Field(sa_type=Moment)
    decision: Decision | None = Field(default=None, sa_column=Column(Choice(Decision)))
    sealed_grounds: bytes | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
