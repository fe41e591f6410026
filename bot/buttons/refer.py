"""Buttons on the way to a referral."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.buttons.base import Button, OfDraft


@dataclass(frozen=True)
class NotProtected(Button, code="rn"):
    """Neither protected nor under 18: begin, or go on with what one line began as `draft` (0: nothing)."""

    draft: int


@dataclass(frozen=True)
class Protected(Button, code="rp"):
    """Protected or under 18: stop, and drop what one line began as `draft` (0: nothing)."""

    draft: int


@dataclass(frozen=True)
class AnotherPerson(OfDraft, code="ri"):
    """The open draft is of somebody else: drop it and begin anew."""


@dataclass(frozen=True)
class ShowTip(Button, code="rt"):
    organisation: int


@dataclass(frozen=True)
class PickPartner(OfDraft, code="ra"):
    organisation: int


@dataclass(frozen=True)
class PickHandover(OfDraft, code="rh"):
    way: Literal["call_me", "time", "come_along"]


@dataclass(frozen=True)
class PickDay(OfDraft, code="rd"):
    day: date


@dataclass(frozen=True)
class PickHour(OfDraft, code="ro"):
    hour: int


@dataclass(frozen=True)
class SetWish(OfDraft, code="rw"):
    wish: int
    on: bool


@dataclass(frozen=True)
class WishesDone(OfDraft, code="rx"):
    """No more wishes."""


@dataclass(frozen=True)
class LinkEarlier(OfDraft, code="re"):
    """Show earlier referrals to link with."""

    page: int


@dataclass(frozen=True)
class PickEarlier(OfDraft, code="rf"):
    """The same person as in that referral; 0 for none."""

    referral: int


@dataclass(frozen=True)
class ChangeConsent(OfDraft, code="rc"):
    """Open or leave the consent's own page."""

    on: bool


@dataclass(frozen=True)
class SetScope(OfDraft, code="rs"):
    scope: Literal["wishes", "attendance", "progress", "details"]
    on: bool


@dataclass(frozen=True)
class SetOthers(OfDraft, code="rk"):
    on: bool


@dataclass(frozen=True)
class SetMonths(OfDraft, code="ru"):
    months: int


@dataclass(frozen=True)
class GiveConsent(OfDraft, code="rg"):
    """The person consents to what the card of that revision said, which `seal` marks."""

    revision: int
    seal: str


@dataclass(frozen=True)
class Send(OfDraft, code="rz"):
    revision: int


@dataclass(frozen=True)
class StepBack(OfDraft, code="rb"):
    """Empty the last answer of the card of that revision; a second tap on the same card does no more."""

    revision: int


@dataclass(frozen=True)
class DropDraft(OfDraft, code="rq"):
    """Throw the draft away."""
