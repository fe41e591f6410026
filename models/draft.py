"""Drafts: what somebody has begun. No step is stored; the next question is the first empty field."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Flow(StrEnum):
    REFERRAL = "referral"
    INVITATION = "invitation"
    ABSENCE = "absence"


class Draft(Row, table=True):
    """One open draft per member and flow."""

    __table_args__ = (
        one_of("flow", Flow),
        UniqueConstraint("member_id", "flow"),
        {"sqlite_autoincrement": True},  # an id that was sent is never given to another draft
    )

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    flow: Flow = Field(sa_column=Column(Choice(Flow), nullable=False))
    fields: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    revision: int = 1
    changed_at: datetime = Field(sa_type=Moment)
