"""The managers' pages: log control, break-glass, and the people of the board and its partners."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.room.pages.referral import Reader
from messages.room.pages.writing import Warned
from messages.word import Word


@dataclass(frozen=True)
class ReadersPage(RoomPage):
    """Everybody who has read a referral."""

    code: str
    back: str
    path: str
    readers: tuple[Reader, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class LogMonth:
    """A month (its first day), and how much of it has been looked at."""

    month: date
    path: str
    decided: int
    total: int


@dataclass(frozen=True)
class LogEntry:
    """A read to look at. `screen` is a word of `screen`, `verdict` of `verdict` or empty."""

    id: int
    at: datetime
    by: str
    role: Word
    code: str
    what: str
    screen: str
    standing: str
    verdict: str
    action: str


@dataclass(frozen=True)
class LogReviewPage(RoomPage):
    """Log control of one month. `alone`: nobody is there to look at what the reader of this page reads."""

    month: date | None
    months: tuple[LogMonth, ...]
    entries: tuple[LogEntry, ...]
    decided: int
    total: int
    path: str
    page: int
    pages: int
    alone: bool


@dataclass(frozen=True)
class GlassEntry:
    """A request. `state` is a word of `glass_state`; `answer` is where it is answered, `read` what it opens."""

    id: int
    code: str
    by: str
    at: datetime
    state: str
    reason: str | None = None
    opened_by: str = ""
    until: datetime | None = None
    answer: str = ""
    read: str = ""


@dataclass(frozen=True)
class GlassPage(RoomPage):
    """Break-glass: ask, answer, and what was. `flaw` is HTML that a refusal's own template made."""

    may_ask: bool
    code: str
    reason: str
    flaw: str
    shortest: int
    longest: int
    waiting: tuple[GlassEntry, ...]
    own: tuple[GlassEntry, ...]
    past: tuple[GlassEntry, ...]
    warned: Warned | None = None


@dataclass(frozen=True)
class PersonLine:
    """One of the people: `flags` are words of `people`."""

    path: str
    name: str
    role: Word
    organisation: str
    until: date | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class PeoplePage(RoomPage):
    """The people of the board and its partners."""

    people: tuple[PersonLine, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class PersonPage(RoomPage):
    """One of them. The paths of what may be done are empty where it may not."""

    name: str
    role: Word
    organisation: str
    unit: str
    bound: bool
    until: date | None
    proposed: date
    closed_on: date | None
    undertaking: str
    access: str
    keys: str
    director: bool
    mark_director: str
