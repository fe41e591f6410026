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
