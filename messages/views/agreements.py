"""Texts about agreements and capacity. Agreements go by name; beside a code only the alias ever stands."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class CapacityChoice(View):
    """What room the partner says it has."""

    alias: str
    state: Word
    assured_on: date | None


@dataclass(frozen=True)
class Agreements(View):
    count: int
    in_force: int
    page: int
    pages: int


@dataclass(frozen=True)
class OpenDays(View):
    """The days on which the partner is there."""

    alias: str
    days: tuple[Word, ...]


@dataclass(frozen=True)
class OneOpenDay(View):
    """A partner that is never there can answer nobody."""


@dataclass(frozen=True)
class DutyLine(View):
    """A report and the day it is to be in; `late`: that day has gone by."""

    kind: Word
    due_on: date
    received: bool
    late: bool


@dataclass(frozen=True)
class ComingLine(View):
    """What will be said on `on`, to whom: that an agreement ends, or a report is due, on `about`."""

    on: date
    name: str
    what: Word
    about: date
    to: tuple[Word, ...]
    report: Word | None


@dataclass(frozen=True)
class AgreementCard(View):
    """`days_left` counts from today to the last day; negative when it has lapsed."""

    name: str
    parties: tuple[str, ...]
    valid_from: date
    valid_to: date
    begun: bool
    days_left: int
    follows: str | None
    takes_referrals: bool
    extension_months: int | None
    orgnr_notes: tuple[str, ...]
    intention: Word | None = None
    intended_by: str = ""
    intended_on: date | None = None
    next_duty: DutyLine | None = None
    coming: tuple[ComingLine, ...] = ()
    standing: str = ""
    """`proposed`, `withdrawn` or `unknown`; empty where the period says it all."""
    reported_end: date | None = None
    """An end that some source reports, `unexplained` days after the last one."""
    unexplained: int = 0
    gap: int = 0
    """Days without an agreement between the one that it follows and this."""
    furthest_end: date | None = None
    extended_to: date | None = None
    """The last day of the extension that was decided last."""
    extension_signed: bool = False
    news: bool = False
    """Whether it comes unasked: a decision was recorded, signed or struck."""
    doubt: str = ""
    """By which guidelines it is doubted that the service need not be procured."""


@dataclass(frozen=True)
class StepLine(View):
    """The step that is near toward what follows, and the days of all of them; `meeting`: the board is known to meet.

    `late`: its day has gone by, and nobody has written down that it was taken.
    """

    what: Word
    day: date
    late: bool
    draft: date
    decision: date
    signature: date
    meeting: bool


@dataclass(frozen=True)
class OpenLine(View):
    """A referral that is open."""

    code: str
    state: Word


@dataclass(frozen=True)
class OpenAtEnd(View):
    """An agreement ends or has ended, nothing follows, and referrals are open: on buttons, or here as `lines`."""

    aliases: str
    """What its partners go by; empty where they read it themselves."""
    valid_to: date
    ended: bool
    lines: tuple[OpenLine, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class AgreementReminder(View):
    """An agreement ends or has ended, or reports are due or late; `days_left` is nothing where the end is no matter."""

    name: str
    valid_to: date
    days_left: int | None
    extension_months: int | None
    intention: Word | None
    decides: bool
    """Whether the one who reads can say what is meant to happen."""
    duties: tuple[DutyLine, ...]
    step: StepLine | None = None
    """What a manager has to do next for what follows."""


@dataclass(frozen=True)
class Duties(View):
    """The reports that are due under an agreement."""

    name: str
    duties: tuple[DutyLine, ...]
    decides: bool


@dataclass(frozen=True)
class PickDutyMonth(View):
    name: str
    kind: Word
    year: int


@dataclass(frozen=True)
class PickDutyDay(View):
    name: str
    kind: Word
    month: date


@dataclass(frozen=True)
class Coming(View):
    """What will be said, a page at a time."""

    lines: tuple[ComingLine, ...]
    count: int
    page: int
    pages: int
