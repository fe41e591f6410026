"""Assessments: whether an agreement meets the criteria of an IOP, as somebody judged it on a day."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Criterion(StrEnum):
    """The seven criteria of the city's guidelines (dnr 171-84/2017), and the question of procurement."""

    NO_MARKET = "no_market"
    OWN_INITIATIVE = "own_initiative"
    PROGRAMME = "programme"
    NOT_GRANT = "not_grant"
    BOTH_FINANCE = "both_finance"
    NOT_STEERED = "not_steered"
    LONG_TERM = "long_term"
    PROCUREMENT = "procurement"
    """Whether the service is one that need not be procured."""


class Answer(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


class Assessment(Row, table=True):
    """One criterion as it was judged; the newest one stands, the earlier ones stay to be read."""

    __table_args__ = (
        one_of("criterion", Criterion),
        one_of("answer", Answer),
        Index(None, "agreement_id", "criterion"),
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    criterion: Criterion = Field(sa_column=Column(Choice(Criterion), nullable=False))
    answer: Answer = Field(sa_column=Column(Choice(Answer), nullable=False))
    sentence: str
    guidelines: str
    """Which version of the guidelines it was judged by."""
    judged_on: date
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
