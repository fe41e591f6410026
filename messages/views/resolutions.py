"""What a decision about an agreement is refused with, and a board's meetings."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View


@dataclass(frozen=True)
class DecisionRefused(View):
    """A decision that cannot be recorded, signed or struck. `day` is the one that `why` speaks of."""

    why: str
    day: date | None


@dataclass(frozen=True)
class MeetingRefused(View):
    """A line of meeting dates that cannot be: `why` is `unread`, `past`, `far`, `free` or `papers`."""

    line: int
    why: str


@dataclass(frozen=True)
class LeadTimesRefused(View):
    """Days that are none, or too many."""

    most: int
