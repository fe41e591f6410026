"""What the room says no with."""

from dataclasses import dataclass
from datetime import datetime

from messages.views.view import View


@dataclass(frozen=True)
class RoomClosed(View):
    """The room is closed to somebody, or their session is over."""


@dataclass(frozen=True)
class LaunchUsed(View):
    """Launch data that opened a session already."""


@dataclass(frozen=True)
class RoomLockedUntil(View):
    """Too many wrong tries."""

    until: datetime


@dataclass(frozen=True)
class WrongCode(View):
    """A code that was used already."""


@dataclass(frozen=True)
class TooLateToEdit(View):
    """A note may be changed for a day."""

    until: datetime


@dataclass(frozen=True)
class NothingWritten(View):
    """A note of words alone without words."""


@dataclass(frozen=True)
class TooLong(View):
    """More than fits, in characters."""

    length: int
    longest: int


@dataclass(frozen=True)
class ChangedMeanwhile(View):
    """Somebody else saved it first; what was written is kept as a draft."""


@dataclass(frozen=True)
class Deidentified(View):
    """Under this agreement the partner keeps no words about a person: it notes by taps and steps."""


@dataclass(frozen=True)
class NoUndertaking(View):
    """A koordinator without a confidentiality undertaking in force."""


@dataclass(frozen=True)
class UnknownDay(View):
    """A day that could not be read."""


@dataclass(frozen=True)
class RoomDoor(View):
    """The way into the room; `is_open` says whether there is one here."""

    is_open: bool


@dataclass(frozen=True)
class RoomReady(View):
    """Something waits to be fetched in the room."""

    code: str


@dataclass(frozen=True)
class RoomLocked(View):
    """Locked, wherever one had it open."""
