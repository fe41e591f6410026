"""The log of what a partner does, and what comes back every week. A count that nobody gave is nothing, never zero."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.word import Word


@dataclass(frozen=True)
class FiguresLine:
    """Activities of one kind, or (`kind` is nothing) all of them: see `bot.activities.Figures`."""

    kind: Word | None
    held: int
    called_off: int
    visitors: int | None
    few: int
    unknown: int


@dataclass(frozen=True)
class ShiftsLine:
    """Promised days: kept, missed for each reason, those of which two say different things, or nobody anything."""

    promised: int
    kept: int
    missed: tuple[tuple[Word, int], ...]
    disputed: int
    unsaid: int


@dataclass(frozen=True)
class ActivityLine:
    """One activity. `visitors` and `volunteers` are as a field shows them; `path` is empty where it is not changed."""

    path: str
    kind: Word
    day: date
    called_off: bool
    visitors: str
    volunteers: str
    by: str
    at: datetime
    struck_on: date | None


@dataclass(frozen=True)
class SeriesLine:
    """What comes back every week; `end` is empty where the reader does not end it."""

    kind: Word
    presence: bool
    weekday: Word
    opens: int
    closes: int
    begins: date
    ends_on: date | None
    end: str


@dataclass(frozen=True)
class ActivitiesPage(RoomPage):
    """The log of an agreement, a page at a time, the newest first; what comes back; and the year's figures so far.

    `may_log` and `may_repeat` say whether the reader logs activities and begins series of them, `may_promise` whether
    they begin series of promised hours; `kinds` are the values that a form offers.
    """

    name: str
    path: str
    back: str
    year: int
    figures: tuple[FiguresLine, ...]
    shifts: ShiftsLine | None
    lines: tuple[ActivityLine, ...]
    page: int
    pages: int
    series: tuple[SeriesLine, ...]
    may_log: bool
    may_repeat: bool
    may_promise: bool
    kinds: tuple[str, ...]
    first_day: date
    last_day: date
    proposed: date


@dataclass(frozen=True)
class ActivityPage(RoomPage):
    """One activity, to be changed or struck. `flaw` is a word of `activity_flaw`, or empty."""

    name: str
    path: str
    back: str
    kind: Word
    day: date
    by: str
    at: datetime
    struck_on: date | None
    revision: int
    called_off: bool
    visitors: str
    volunteers: str
    leaders: str
    same_leaders: str
    flaw: str = ""
