"""Absences: who stands in for whom, and until when."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row


class Absence(Row, table=True):
    """A member is away from one day to another, both inclusive; a substitute gets what would have come."""

    __table_args__ = (CheckConstraint("substitute_id <> member_id", name="somebody_else"),)

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    substitute_id: int = Field(foreign_key="member.id", index=True)
    first_day: date
    last_day: date
