"""Agreements (IOP) and their parties. Periods follow OCDS: a start, an end, and how far the end may move."""

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


class AgreementStatus(StrEnum):
    PROPOSED = "proposed"
    """Tried and prepared; nobody has decided on it yet."""
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    """It never came about."""


DECIDED = frozenset(Intention) - {Intention.IN_DIALOGUE}


class Agreement(Row, table=True):
    """A partnership for a period. Both dates are inclusive (OCDS period)."""

    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="period"),
        one_of("intention", Intention),
        one_of("status", AgreementStatus),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    follows: str | None = Field(default=None, index=True)
    """The name of the agreement before it."""
    status: AgreementStatus = Field(
        default=AgreementStatus.AGREED,
        sa_column=Column(Choice(AgreementStatus), nullable=False, server_default=AgreementStatus.AGREED.value),
    )
    valid_from: date
    valid_to: date = Field(index=True)
    """The last day as it stands now: an extension that is exercised, or an early end, moves it."""
    first_end: date | None = None
    """The last day as it was first agreed, where a decision has moved `valid_to` since."""
    extension_permitted_months: int | None = None
    reported_end: date | None = None
    """An end that some source reports and no decision explains."""
    takes_referrals: bool = False
    deidentified: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether the partner keeps no words about a person: then it notes by taps alone."""
    logs_activities: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    promises_presence: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether the board has promised hours at the partner's premises."""
    for_young: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether it is about young people: then those under 18 are referred too, in the room."""
    intention: Intention | None = Field(default=None, sa_column=Column(Choice(Intention)))
    intended_by_id: int | None = Field(default=None, foreign_key="member.id")
    intended_at: datetime | None = Field(default=None, sa_type=Moment)
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Everything else the source says, as it says it."""
    room_facts: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    """What the board has written in the room since: it stands instead of `facts`, key by key; an import leaves it."""

    def in_force(self, day: date) -> bool:
        """Whether it has been agreed on and `day` lies in its period."""
        return self.status is AgreementStatus.AGREED and self.valid_from <= day <= self.valid_to

    def days_left(self, day: date) -> int:
        """Days from `day` to the last day; negative when it has lapsed."""
        return (self.valid_to - day).days


class Party(Row, table=True):
    """That an organisation is party to an agreement, in the order the agreement names them."""

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    position: int
