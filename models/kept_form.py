"""Forms that could not be saved when they were sent: kept, sealed, until they are saved or forgotten."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Moment, Row


class KeptForm(Row, table=True):
    """What a form of the room held when the room was locked, or when it was refused. One for each person and page."""

    __table_args__ = (UniqueConstraint("member_id", "path"),)

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    path: str
    """The page it was sent to, below the visitor's root."""
    sealed: bytes
    sealed_by: str = Field(index=True)
    kept_at: datetime = Field(sa_type=Moment, index=True)
