"""What managers are told of, and what the room's pages for them say no with."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View


@dataclass(frozen=True)
class LogReviewWaits(View):
    """Reads of a month (its first day) are to be looked at."""

    month: date
    left: int


@dataclass(frozen=True)
class GlassAsked(View):
    """Somebody asks another to open a referral's words to them."""

    code: str
    name: str
    until: datetime


@dataclass(frozen=True)
class GlassRefused(View):
    """To the one who asked."""

    code: str


@dataclass(frozen=True)
class GlassOpened(View):
    """What is written on a referral is open to a manager for a while; `mine` to that manager.

    The managers' names are for their own board; a partner gets them empty.
    """

    code: str
    until: datetime
    asked_by: str
    opened_by: str
    mine: bool = False


@dataclass(frozen=True)
class UndertakingEnds(View):
    """A confidentiality undertaking ends; `name` is empty to the koordinator whose it is."""

    until: date
    name: str = ""


@dataclass(frozen=True)
class ReasonTooShort(View):
    """A reason of so few characters says nothing."""

    shortest: int


@dataclass(frozen=True)
class NobodyToOpen(View):
    """The board has no other manager or administrator."""


@dataclass(frozen=True)
class GlassOver(View):
    """A request that was answered, or that nobody answered in time."""


@dataclass(frozen=True)
class UndertakingDay(View):
    """An undertaking ends from today to `latest`."""

    latest: date
