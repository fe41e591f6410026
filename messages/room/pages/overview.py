"""The managers' overview: as pictures with their measures in units of the picture, and as tables with the figures."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.base import RoomPage
from messages.word import Word


@dataclass(frozen=True)
class Mark:
    """A report on the timeline, at `x`; `late` where it should have come."""

    x: float
    late: bool


@dataclass(frozen=True)
class Span:
    """An agreement on the timeline: a bar from `x`, `width` wide. `kind` is `now`, `past` or `coming`."""

    name: str
    y: int
    x: float
    width: float
    kind: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Timeline:
    """The picture of agreements: `years` are where each begins, `today` is now."""

    width: int
    height: int
    today: float
    years: tuple[tuple[int, float], ...]
    spans: tuple[Span, ...]
    first_day: date
    last_day: date


@dataclass(frozen=True)
class StateBar:
    """How many referrals are in a state; nothing where they are too few to be told apart."""

    state: Word
    count: int | None
    y: int
    width: float


@dataclass(frozen=True)
class AgreementRow:
    """An agreement in the table."""

    name: str
    valid_from: date
    valid_to: date
    kind: str
    intention: Word | None


@dataclass(frozen=True)
class ReportRow:
    """A report that has not come."""

    name: str
    kind: Word
    due_on: date
    late: bool


@dataclass(frozen=True)
class OverviewPage(RoomPage):
    """`scope` is the unit, or the board's name; `fewest` the smallest count that is told."""

    scope: str
    timeline: Timeline
    agreements: tuple[AgreementRow, ...]
    more: int
    reports: tuple[ReportRow, ...]
    states: tuple[StateBar, ...]
    states_height: int
    fewest: int
