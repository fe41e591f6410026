"""Intakes: that a partner has taken a person in."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import Moment, Row


class Intake(Row, table=True):
    """The partner's side of a referral, from its *yes* onwards."""

    referral_id: int = Field(foreign_key="referral.id", primary_key=True)
    start_on: date
    confirmed_by_id: int = Field(foreign_key="member.id")
    confirmed_at: datetime = Field(sa_type=Moment)
    activity_id: int | None = Field(default=None, foreign_key="wish.id")
    """What the person was matched with, one of the partner's own words."""
