"""What administrators are told of the system itself. Nothing in it is about a person."""

from dataclasses import dataclass
from datetime import datetime

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class AlarmRaised(View):
    """Something is wrong: what, how often and since when; `reference` (or nothing) is what to look for in the log."""

    what: Word
    do: Word
    """What to do about it."""
    times: int
    first_at: datetime
    last_at: datetime
    reference: str


@dataclass(frozen=True)
class AlarmWasBrief(View):
    """Something was away and is back: from when to when."""

    what: Word
    do: Word
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class AlarmOver(View):
    """It is over."""

    what: Word
    times: int
    first_at: datetime
    last_at: datetime
