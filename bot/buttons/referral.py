"""Buttons of a referral that was sent, and of what is noted about it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.buttons.base import AboutReferral, Button

Tapped = Literal["came", "no_show", "contact", "tried", "took_part", "step"]
"""What a tap can note."""


@dataclass(frozen=True)
class ShowReferral(AboutReferral, code="fs"):
    """Its card."""


@dataclass(frozen=True)
class Ask(AboutReferral, code="fa"):
    """The page that asks for what a step needs: a day, a reason, or whether it is meant."""

    happening: str


@dataclass(frozen=True)
class Step(AboutReferral, code="fh"):
    """A step that needs nothing more."""

    revision: int
    happening: str


@dataclass(frozen=True)
class Accept(AboutReferral, code="fi"):
    revision: int
    start: date


@dataclass(frozen=True)
class AskHour(AboutReferral, code="fo"):
    """The hours of a day to propose."""

    day: date


@dataclass(frozen=True)
class Propose(AboutReferral, code="fp"):
    revision: int
    day: date
    hour: int


@dataclass(frozen=True)
class Decline(AboutReferral, code="fd"):
    revision: int
    reason: Literal["full", "no_match", "unreachable", "person_declined"]


@dataclass(frozen=True)
class Match(AboutReferral, code="fm"):
    revision: int
    wish: int


@dataclass(frozen=True)
class SetSex(AboutReferral, code="fx"):
    sex: Literal["woman", "man", "other", "not_said"]


@dataclass(frozen=True)
class Recorded(AboutReferral, code="fr"):
    """The code stands in the case file."""


@dataclass(frozen=True)
class ShowPicture(AboutReferral, code="fq"):
    """The referral card, a picture."""


@dataclass(frozen=True)
class ShowContact(AboutReferral, code="fc"):
    """How to call the partner, in a message of its own."""


@dataclass(frozen=True)
class ConfirmDeletion(AboutReferral, code="fg"):
    """After a withdrawal: the partner has deleted what it had."""


@dataclass(frozen=True)
class ShowMine(Button, code="lm"):
    page: int


@dataclass(frozen=True)
class ShowInbox(Button, code="li"):
    page: int


@dataclass(frozen=True)
class ShowNotes(AboutReferral, code="ns"):
    """What can be noted of a day."""

    day: date


@dataclass(frozen=True)
class AddNote(AboutReferral, code="na"):
    kind: Tapped
    day: date


@dataclass(frozen=True)
class StrikeNote(AboutReferral, code="nx"):
    """Take a note back."""

    note: int


@dataclass(frozen=True)
class ShowNoteList(Button, code="nl"):
    """Whom to note something about."""

    page: int
