"""Partners' reports: what is due, the form, the documents, and what the board says of them."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.room.pages.writing import Warned
from messages.word import Word


@dataclass(frozen=True)
class DutyShown:
    """A report that is due, and how it stands: `stage` is a word of `report_stage`.

    `path` is empty where there is nothing to open; `begin` is the duty's id where the reader may begin the report.
    """

    agreement: str
    kind: Word
    due_on: date
    stage: str
    late: bool
    path: str = ""
    action: str = ""
    begin: int = 0
    received_on: date | None = None
    received_by: str = ""


@dataclass(frozen=True)
class DutyGroup:
    """Reports that stand alike: `name` is a word of `reports`."""

    name: str
    duties: tuple[DutyShown, ...]


@dataclass(frozen=True)
class ReportsPage(RoomPage):
    """The reports of one agreement, `name`, or of all the reader's."""

    name: str
    back: str
    groups: tuple[DutyGroup, ...]


@dataclass(frozen=True)
class AboutReport:
    """Which report it is."""

    agreement: str
    kind: Word
    due_on: date
    stage: str
    late: bool
    back: str


@dataclass(frozen=True)
class LoggedKind:
    """What the log says of one kind of activity; `visitors` is nothing where no number is known."""

    kind: Word
    held: int
    called_off: int
    visitors: int | None
    counted: int
    few: int
    unknown: int


@dataclass(frozen=True)
class GoalSaid:
    """A goal, how far the partner says it was reached (a word of `goal_reached` or empty), and what it writes of it."""

    words: str
    reached: str
    said: str


@dataclass(frozen=True)
class GoalAsked(GoalSaid):
    """The same in the form; `name` is its field."""

    name: str = ""
    longest: int = 0


@dataclass(frozen=True)
class FileShown:
    """A document; `remove` is where it is taken back, empty where that cannot be done."""

    name: str
    kilobytes: int
    at: datetime
    by: str
    path: str
    remove: str = ""


@dataclass(frozen=True)
class ReportStep:
    """What happened to a report: a word of `report_stage`, who, when, and what was said. `path` shows what came in."""

    what: str
    by: str
    at: datetime
    words: str
    path: str = ""


@dataclass(frozen=True)
class Judging:
    """The form in which a manager answers."""

    action: str
    draft: str
    revision: int
    verdicts: tuple[str, ...]
    words: str
    due_on: str
    longest: int
    flaw: str = ""
    kept_at: datetime | None = None
    warned: Warned | None = None
    then: str = ""
    """What was pressed before the guard asked."""


@dataclass(frozen=True)
class ReportPage(RoomPage):
    """A report as it was handed in. `unread` says why there is nothing to read: a word of `report`, or empty."""

    about: AboutReport
    first_day: date
    last_day: date
    texts: tuple[tuple[str, str], ...]
    recurring: str
    new: str
    goals: tuple[GoalSaid, ...]
    files: tuple[FileShown, ...]
    trail: tuple[ReportStep, ...]
    unread: str = ""
    earlier: bool = False
    unsaved: tuple[tuple[str, str], ...] = ()
    """What the reader had written when somebody else handed it in."""
    judging: Judging | None = None


@dataclass(frozen=True)
class ReportFormPage(RoomPage):
    """The form in which a partner reports."""

    about: AboutReport
    action: str
    draft: str
    revision: int
    first_day: str
    last_day: str
    texts: tuple[tuple[str, str], ...]
    recurring: str
    new: str
    goals: tuple[GoalAsked, ...]
    more_goals: bool
    attainments: tuple[str, ...]
    material: tuple[LoggedKind, ...]
    material_first: date
    material_last: date
    budget: str
    files: tuple[FileShown, ...]
    trail: tuple[ReportStep, ...]
    returned: bool
    message: str
    longest: int
    longest_message: int
    flaw: str = ""
    conflicts: tuple[tuple[str, str], ...] = ()
    """What somebody else saved meanwhile: the field (a word of `report`, or a goal's words), and what it holds."""
    others: tuple[tuple[str, datetime], ...] = ()
    """Who else is writing in it, and when they last did."""
    kept_at: datetime | None = None
    warned: Warned | None = None
    then: str = ""


@dataclass(frozen=True)
class ReportFilesPage(RoomPage):
    """The documents of a report, and a form to add one."""

    about: AboutReport
    action: str
    files: tuple[FileShown, ...]
    most: int
    full: bool
    megabytes: int
    flaw: str = ""
