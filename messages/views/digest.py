"""The managers' weekly page: first what needs them, then the figures."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View
from messages.word import Value, Word


@dataclass(frozen=True)
class WaitingLine(View):
    """A person who waits for a partner's answer: a queue, not a statistic."""

    code: str
    alias: str
    days: int


@dataclass(frozen=True)
class EndingLine(View):
    """An agreement that ends, or has; by its partners' aliases, for codes stand in the same text."""

    aliases: str
    days_left: int
    valid_to: date
    intention: Word | None


@dataclass(frozen=True)
class LateLine(View):
    """A report that should have come."""

    aliases: str
    kind: Word
    due_on: date


@dataclass(frozen=True)
class FigureLine(View):
    """A count since the last digest, this year, and at the same time last year; small ones come as a word."""

    what: Word
    lately: Value
    this_year: Value
    last_year: Value
    this_year_bound: Word | None = None
    """`at least` or `at most`, where telling it exactly would tell a few people apart from the last page."""
    last_year_bound: Word | None = None


@dataclass(frozen=True)
class WeeklyDigest(View):
    """`scope` is the unit, or the board's name."""

    scope: str
    since: datetime
    until: datetime
    waiting: tuple[WaitingLine, ...]
    more_waiting: int
    ending: tuple[EndingLine, ...]
    late: tuple[LateLine, ...]
    figures: tuple[FigureLine, ...]
    more: int = 0
    """Agreements and reports that found no room here."""
