"""Buttons of partners and agreements."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.buttons.base import Button, OfAgreement


@dataclass(frozen=True)
class SetCapacity(Button, code="cs"):
    state: Literal["open", "waiting_list", "assessment", "full"]


@dataclass(frozen=True)
class ShowAgreements(Button, code="al"):
    page: int


@dataclass(frozen=True)
class ShowAgreement(OfAgreement, code="as"):
    """Its card."""


@dataclass(frozen=True)
class SetOpenDay(Button, code="co"):
    """An ISO weekday on which the partner is there, or not."""

    weekday: int
    on: bool


@dataclass(frozen=True)
class SetIntention(OfAgreement, code="ai"):
    intention: Literal["extend", "renegotiate", "let_lapse", "in_dialogue"]


@dataclass(frozen=True)
class ShowDuties(OfAgreement, code="ad"):
    """The reports that are due."""


@dataclass(frozen=True)
class PickDutyMonth(OfAgreement, code="am"):
    kind: Literal["interim", "yearly", "final"]
    year: int


@dataclass(frozen=True)
class PickDutyDay(OfAgreement, code="ay"):
    """The days of the month that begins on `month`."""

    kind: Literal["interim", "yearly", "final"]
    month: date


@dataclass(frozen=True)
class AddDuty(OfAgreement, code="aa"):
    kind: Literal["interim", "yearly", "final"]
    due: date


@dataclass(frozen=True)
class ReceiveReport(OfAgreement, code="ar"):
    """A report has come (or has not, after all)."""

    duty: int
    on: bool


@dataclass(frozen=True)
class RemoveDuty(OfAgreement, code="ax"):
    """A report is not due after all."""

    duty: int


@dataclass(frozen=True)
class ShowOpenAtEnd(OfAgreement, code="ae"):
    """The referrals that are open while the agreement ends."""

    page: int


@dataclass(frozen=True)
class ShowChart(Button, code="ap"):
    """A picture of figures."""

    what: Literal["referrals", "agreements"]


@dataclass(frozen=True)
class ShowComing(Button, code="ac"):
    """What will be said."""

    page: int
