"""Texts about what a partner does: its activities, and the hours that a board promised at its premises.

A count is a number, 1 for one to four, or nothing where it is not known.
"""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class ActivityLog(View):
    """What is due under an agreement, and what was logged; `over` is its last day where that has gone by."""

    name: str
    due: int
    logged: int
    over: date | None


@dataclass(frozen=True)
class ActivityWhich(View):
    """Under which agreement."""


@dataclass(frozen=True)
class NothingToLog(View):
    """No agreement of the reader's logs activities now."""


@dataclass(frozen=True)
class ActivityWhat(View):
    name: str


@dataclass(frozen=True)
class ActivityWhen(View):
    """`month` is the first day of the month that is shown, where one is."""

    name: str
    kind: Word
    month: date | None


@dataclass(frozen=True)
class ActivityCard(View):
    """One activity. `struck`: it was a mistake."""

    name: str
    kind: Word
    day: date
    called_off: bool
    visitors: int | None
    volunteers: int | None
    same_leaders: bool | None
    by: str
    at: datetime
    struck: bool
    volunteers_hidden: bool = False
    """They were counted, and are not told: it would tell that one to four of the others came."""


@dataclass(frozen=True)
class ActivityCount(View):
    """How many; `volunteers`: how many of those who came."""

    name: str
    kind: Word
    day: date
    volunteers: bool


@dataclass(frozen=True)
class ActivityAsked(View):
    """Nobody has said how it went."""

    name: str
    kind: Word
    day: date
    opens: int
    closes: int


@dataclass(frozen=True)
class ActivityOvertaken(View):
    """Somebody has changed it meanwhile."""

    by: str
    at: datetime


@dataclass(frozen=True)
class ActivityStruck(View):
    """It was struck: it is not changed any more."""


@dataclass(frozen=True)
class MoreVolunteers(View):
    """More volunteers than came."""


@dataclass(frozen=True)
class FewerThanVolunteers(View):
    """Fewer came than volunteers are said."""


@dataclass(frozen=True)
class ActivityDay(View):
    """A day between these two, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True)
class SeriesHours(View):
    """Whole hours, the second later than the first."""


@dataclass(frozen=True)
class Shifts(View):
    """Promised days, a page at a time; `unsaid` of those that have been."""

    count: int
    unsaid: int
    page: int
    pages: int


@dataclass(frozen=True)
class ShiftWord(View):
    """What was said of a promised day, and on which side; not who: a reason may be somebody's illness."""

    said: Word
    side: Word
    at: datetime


@dataclass(frozen=True)
class ShiftCard(View):
    """One promised day: what each side said of it.

    `differs`: the two do not agree. `decides`: the reader can correct that. `ahead`: it has not been yet. `asks`: the
    card comes unasked. `twice`: because nobody has spoken of the time before either.
    """

    name: str
    day: date
    opens: int
    closes: int
    words: tuple[ShiftWord, ...]
    differs: bool = False
    decides: bool = False
    ahead: bool = False
    asks: bool = False
    twice: bool = False


@dataclass(frozen=True)
class ShiftTooEarly(View):
    """It has not been yet."""


@dataclass(frozen=True)
class ShiftOvertaken(View):
    """Somebody has spoken meanwhile."""

    day: date
    said: Word
    by: str
