"""Agreements (IOP) and their parties."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Intention(StrEnum):
    """What a manager means to do when an agreement ends."""

    EXTEND = "extend"
    RENEGOTIATE = "renegotiate"
    LET_LAPSE = "let_lapse"
    IN_DIALOGUE = "in_dialogue"
    """The parties are talking: nothing is decided yet."""


DECIDED = frozenset(Intention) - {Intention.IN_DIALOGUE}


class Agreement(Row, table=True):
    """A partnership for a period. Both dates are inclusive (OCDS period)."""

    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="period"),
        one_of("intention", Intention),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    follows: str | None = Field(default=None, index=True)
    """The name of the agreement before it."""
    valid_from: date
    valid_to: date = Field(index=True)
    extension_permitted_months: int | None = None
    reported_end: date | None = None
    takes_referrals: bool = False
    for_young: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether it is about young people: then those under 18 are referred too, in the room."""
    intention: Intention | None = Field(default=None, sa_column=Column(Choice(Intention)))
    intended_by_id: int | None = Field(default=None, foreign_key="member.id")
    intended_at: datetime | None = Field(default=None, sa_type=Moment)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Everything else the source says, as it says it."""

    def in_force(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.valid_from <= day <= self.valid_to

    def days_left(self, day: date) -> int:
        """Days from `day` to the last day; negative when it has lapsed."""
        return (self.valid_to - day).days


class Party(Row, table=True):
    """That an organisation is party to an agreement, in the order the agreement names them."""

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    position: int
