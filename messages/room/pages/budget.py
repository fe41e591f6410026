"""An agreement's money and effort. Sums are shown as the reader's language writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class Returned:
    """What a form held that comes back, and a word of `budget_flaw` that says why; empty where none does."""

    form: str = ""
    flaw: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sums:
    """What is planned, used in the period, used in all and left; nothing where nothing is known. `over` is not left."""

    planned: str | None
    used: str | None
    spent: str | None
    left: str | None
    over: str | None


@dataclass(frozen=True)
class BudgetRow:
    """A line: its sums, where it is changed (empty where it may not be), and what names it in a form."""

    id: int
    words: str
    sums: Sums
    edit: str


@dataclass(frozen=True)
class BudgetBar:
    """A line's place in the picture: what is planned, what is used of it, and the strokes over what is too much."""

    name: str
    sums: Sums
    y: int
    planned: float
    used: float
    over: float
    strokes: str


@dataclass(frozen=True)
class BudgetPicture:
    """Bars of use against plan, in units of the picture."""

    width: int
    height: int
    bars: tuple[BudgetBar, ...]


@dataclass(frozen=True)
class HoursRow:
    """What a party gave in time: its staff and its volunteers; nothing where nothing is reported."""

    party: str
    staff: str | None
    volunteers: str | None


@dataclass(frozen=True)
class ReportedRow:
    """A report of use or of hours. `what` is the line's words, or a word of `budget` for hours."""

    hours: bool
    what: str
    amount: str
    back: bool
    first: date
    last: date
    by: str
    at: datetime
    struck_at: datetime | None
    strike: str


@dataclass(frozen=True)
class YearLink:
    """A year to look at by itself; 0 is the whole time."""

    year: int
    path: str
    current: bool


@dataclass(frozen=True)
class BudgetPage(RoomPage):
    """Money and effort of an agreement, of its whole time or one year."""

    name: str
    path: str
    back: str
    year: int
    years: tuple[YearLink, ...]
    known: bool
    from_source: bool
    rows: tuple[BudgetRow, ...]
    total: Sums
    picture: BudgetPicture
    stated: str | None
    clawed_back: str | None
    may_claw_back: bool | None
    not_counted: str | None
    hours: tuple[HoursRow, ...]
    hours_total: HoursRow
    split: int
    reported: tuple[ReportedRow, ...]
    page: int
    pages: int
    may_steer: bool
    may_report: bool
    first_day: date
    last_day: date
    proposed_first: date
    proposed_last: date
    form: str
    hours_form: str
    longest: int
    written: Returned


@dataclass(frozen=True)
class BudgetLinePage(RoomPage):
    """One line, to be changed or taken away. `flaw` is a word of `budget_flaw`, or empty."""

    name: str
    path: str
    back: str
    words: str
    planned: str
    can_remove: bool
    longest: int
    flaw: str
