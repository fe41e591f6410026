"""What a person asks for, and what is decided; the case number; how long files are kept, and which go next."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.room.pages.writing import Warned


@dataclass(frozen=True)
class RequestShown:
    """A request as the one who recorded it sees it; `decision` is empty until there is one."""

    wanted: str
    asked_on: date
    by: str
    words: str
    answer_by: date
    decision: str = ""
    decided_on: date | None = None
    grounds: str = ""


@dataclass(frozen=True)
class RightsPage(RoomPage):
    """What the person has asked for, and a form for more."""

    code: str
    back: str
    action: str
    draft: str
    requests: tuple[RequestShown, ...]
    kinds: tuple[str, ...]
    kind: str
    day: date
    last_day: date
    words: str
    longest: int
    kept_at: datetime | None = None
    warned: Warned | None = None


@dataclass(frozen=True)
class RequestLine:
    """A request that waits."""

    path: str
    code: str
    wanted: str
    answer_by: date
    late: bool


@dataclass(frozen=True)
class RequestsPage(RoomPage):
    """What waits for the reader's decision."""

    waiting: tuple[RequestLine, ...]


@dataclass(frozen=True)
class DecidePage(RoomPage):
    """One request, and the form that decides it."""

    code: str
    wanted: str
    asked_on: date
    answer_by: date
    by: str
    words: str
    action: str
    decisions: tuple[str, ...]
    decision: str
    grounds: str
    longest: int
    flaw: bool = False
    warned: Warned | None = None


@dataclass(frozen=True)
class KeepingPage(RoomPage):
    """How long the board keeps files. Bounds are months, each the fewest and the most."""

    board: str
    months: str
    transferred: str
    untransferred: bool
    month_bounds: tuple[int, int]
    transferred_bounds: tuple[int, int]
    flaw: str = ""
    """Which field is wrong: `months` or `transferred`."""


@dataclass(frozen=True)
class GoingLine:
    """A file that goes; `path` is empty where the reader may not open it."""

    path: str
    code: str
    day: date
    kept: bool


@dataclass(frozen=True)
class GoingPage(RoomPage):
    """The files that go next; `more` are not shown."""

    files: tuple[GoingLine, ...]
    more: int
