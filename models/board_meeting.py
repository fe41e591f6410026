"""A board's meetings, from which an agreement's steps are planned backward."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class BoardMeeting(Row, table=True):
    """A meeting of a board, and the day by which its papers must be ready."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "held_on"),
        CheckConstraint("papers_on <= held_on", name="papers"),
    )

    id: int = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    held_on: date
    papers_on: date
