"""What stands below a picture of figures: the same figures in words, for whoever cannot see it."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View
from messages.word import Value, Word


@dataclass(frozen=True)
class MonthPart(View):
    """How many of a month's referrals are in a state now."""

    state: Word
    count: int


@dataclass(frozen=True)
class MonthLine(View):
    """A month (its first day), how many referrals were sent in it, and those parts that can be told apart."""

    month: date
    count: Value
    parts: tuple[MonthPart, ...]


@dataclass(frozen=True)
class ReferralsPicture(View):
    """Referrals by month. Months without any are left out; `scope` is the unit, or the board's name."""

    scope: str
    first: date
    last: date
    months: tuple[MonthLine, ...]


@dataclass(frozen=True)
class SpanLine(View):
    """An agreement, its last day, and how it stands."""

    name: str
    valid_to: date
    standing: Word


@dataclass(frozen=True)
class AgreementsPicture(View):
    """The board's agreements, the one that ends soonest first; `more` found no room."""

    scope: str
    agreements: tuple[SpanLine, ...]
    more: int
