"""The forms in which words are written."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class Warned:
    """What the guard points at in a text: the text in pieces, each with the kind of hit it is (or none)."""

    pieces: tuple[tuple[str, str], ...]
    masked: str


@dataclass(frozen=True)
class NoteFormPage(RoomPage):
    """Write a note, or change one."""

    code: str
    back: str
    action: str
    draft: str
    form: str
    version: int
    words: str
    day: date
    first_day: date
    last_day: date
    kind: str
    kinds: tuple[str, ...]
    step: str
    steps: tuple[str, ...]
    shared: bool
    may_share: bool
    editing: bool
    longest: int
    kept_at: datetime | None = None
    warned: Warned | None = None
    conflict: str = ""
    """What somebody else saved meanwhile."""
    wordless: bool = False
    """Whether the agreement keeps no words of the partner's."""


@dataclass(frozen=True)
class ParticularFormPage(RoomPage):
    """Write one of a referral's particulars."""

    code: str
    back: str
    action: str
    draft: str
    kind: str
    version: int
    words: str
    longest: int
    kept_at: datetime | None = None
    warned: Warned | None = None
    conflict: str = ""


@dataclass(frozen=True)
class StrikePage(RoomPage):
    """Why a note was entered in error."""

    code: str
    back: str
    action: str
    words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CasePage(RoomPage):
    """The case number in the authority's own system."""

    code: str
    back: str
    action: str
    number: str
