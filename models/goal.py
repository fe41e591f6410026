"""Goals of an agreement: how each will be followed up, and how far it was reached."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from models.base import Choice, Row, one_of


class Attainment(StrEnum):
    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"


class Goal(Row, table=True):
    """One goal, in the agreement's own words. Where nobody has judged it, how far it was reached is not known."""

    __table_args__ = (one_of("attainment", Attainment), UniqueConstraint("agreement_id", "words"))

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    position: int
    words: str
    follow_up: str = ""
    """How it will be followed up."""
    attainment: Attainment | None = Field(default=None, sa_column=Column(Choice(Attainment)))
    attainment_words: str = ""
    judged_on: date | None = None
    judged_by_id: int | None = Field(default=None, foreign_key="member.id")
