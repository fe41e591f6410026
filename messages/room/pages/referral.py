"""A referral whole."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.word import Value, Word


@dataclass(frozen=True)
class Written:
    """One particular of a referral."""

    kind: str
    words: str
    hidden: str
    """Why it does not show: a word of `hidden`; empty where it does."""
    version: int
    by: str = ""
    at: datetime | None = None
    edit: str = ""


@dataclass(frozen=True)
class NoteEntry:
    """One note with its words."""

    id: int
    kind: Word
    step: str
    day: date
    by: str
    at: datetime
    words: str
    hidden: str
    version: int
    edited_at: datetime | None
    earlier: tuple[tuple[datetime, str], ...]
    shared: bool
    struck_at: datetime | None
    struck_for: str
    mine: bool
    edit: str
    strike: str
    share: str


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the history."""

    at: datetime
    what: Word
    by: str
    detail: Value


@dataclass(frozen=True)
class Reader:
    """Somebody who saw the referral: who, when, in what way."""

    at: datetime
    by: str
    role: Word
    what: str


@dataclass(frozen=True)
class ConsentShown:
    """The consent as it stands."""

    share: tuple[Word, ...]
    shared_with: tuple[str, ...]
    until: date
    given_on: date
    given_by: str
    in_force: bool
    withdrawn_on: date | None
    details: bool
    extend: str
    withdraw: str
    deleted_on: date | None


@dataclass(frozen=True)
class ReferralPage(RoomPage):
    """The referral whole."""

    code: str
    path: str
    alias: str
    state: Word
    reason: Word | None
    referrer: str
    unit: str
    no_undertaking: bool
    written: tuple[Written, ...]
    consent: ConsentShown
    ladder: tuple[tuple[date, str], ...]
    notes: tuple[NoteEntry, ...]
    note_page: int
    note_pages: int
    history: tuple[HistoryEntry, ...]
    readers: tuple[Reader, ...]
    more_readers: bool
    write: str
    draft_at: datetime | None
    case_number: str
    case: str
    transferred_on: date | None
    actions: tuple[tuple[str, str], ...]
    """Further pages: a word of `actions`, and its path."""
    confirm_deletion: str = ""
