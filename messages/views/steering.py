"""What is said of the steering group's meetings and proposals; its words are in the room alone."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View


@dataclass(frozen=True)
class SteeringMeeting(View):
    """The group meets; `ready` says whether the pack is in the room, `moved` that the time is a new one."""

    agreement: str
    starts_at: datetime
    ready: bool = False
    moved: bool = False


@dataclass(frozen=True)
class SteeringMeetingOff(View):
    """A meeting that was told of does not take place."""

    agreement: str
    starts_at: datetime


@dataclass(frozen=True)
class ProposalNews(View):
    """Something is new about a proposal: which, and what, is in the room alone."""

    agreement: str


@dataclass(frozen=True)
class ProposalSettled(View):
    """Somebody else has decided or withdrawn it."""

    by: str
    at: datetime


@dataclass(frozen=True)
class NotInForce(View):
    """A director decides within the mandate only while the agreement is in force."""

    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class NoMandate(View):
    """No decision of the board is recorded that lets its director decide."""


@dataclass(frozen=True)
class NoReplacement(View):
    """What is to take a proposal's place is no other open proposal under the same agreement."""


@dataclass(frozen=True)
class UnknownHour(View):
    """An hour that could not be read."""


@dataclass(frozen=True)
class SeatBegins(View):
    """A seat's last day before its first."""

    since: date
