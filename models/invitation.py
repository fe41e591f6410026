"""Invitations: one-time links, of which only a hash is kept."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of
from models.member import Role


class Invitation(Row, table=True):
    """A way in, bound to a role and an organisation, good once and for 48 hours."""

    __table_args__ = (one_of("role", Role),)

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    role: Role = Field(sa_column=Column(Choice(Role), nullable=False))
    organisation_id: int = Field(foreign_key="organisation.id")
    unit: str = ""
    invited_by_id: int | None = Field(default=None, foreign_key="member.id")
    """Nobody, when the command line made it."""
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    used_by_id: int | None = Field(default=None, foreign_key="member.id")
