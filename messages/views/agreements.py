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
