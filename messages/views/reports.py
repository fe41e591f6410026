"""Texts about partners' reports. What a report says stands in the room alone."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class ReportLine(View):
    """A report that is due under the agreement `name`, and how it stands."""

    name: str
    kind: Word
    due_on: date
    stage: Word
    late: bool


@dataclass(frozen=True)
class Reports(View):
    """What the partner has to hand in or, where `judges`, what waits for the board; `more` do not fit."""

    lines: tuple[ReportLine, ...]
    more: int
    judges: bool
    room: bool
    """Whether there is a room to write and read them in."""


@dataclass(frozen=True)
class ReportNews(View):
    """What has become of a report; `by` says who did it, `due_on` until when it is to be mended."""

    name: str
    kind: Word
    happened: Word
    by: str
    due_on: date | None


@dataclass(frozen=True)
class ReportVeryLate(View):
    """To a partner's manager: a report has been late for a month."""

    name: str
    kind: Word
    due_on: date


@dataclass(frozen=True)
class ReportHandedIn(View):
    """It was handed in meanwhile: what is in cannot be changed."""


@dataclass(frozen=True)
class ReportDayTaken(View):
    """Another report of the same kind is due that day."""

    day: date


@dataclass(frozen=True)
class ReportFilesFull(View):
    """No more documents than `most`."""

    most: int
