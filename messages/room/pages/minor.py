"""Referring somebody under 18."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.word import Value, Word

__all__ = ["MinorFormPage", "MinorPage", "MinorStopPage", "MinorSummaryPage"]


@dataclass(frozen=True)
class MinorPage(RoomPage):
    """Which partner: its path, its alias, what room it has. `phone` is for whoever has protected personal data."""

    partners: tuple[tuple[str, str, Word], ...]
    phone: str
    stop: str


@dataclass(frozen=True)
class MinorStopPage(RoomPage):
    """Nothing was stored; whom to call."""

    phone: str


@dataclass(frozen=True)
class Choice:
    """A box to tick or an entry to choose."""

    name: str
    what: Value
    chosen: bool


@dataclass(frozen=True)
class MinorFormPage(RoomPage):
    """Everything that is asked. `flaws` are words of `minor`, each saying what is missing."""

    alias: str
    partner: int
    form: int
    action: str
    back: str
    handovers: tuple[Choice, ...]
    days: tuple[tuple[date, bool], ...]
    hours: tuple[tuple[int, bool], ...]
    wishes: tuple[Choice, ...]
    givers: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    others: tuple[str, ...]
    with_others: bool
    months: tuple[tuple[int, bool], ...]
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True)
class MinorSummaryPage(RoomPage):
    """What would be sent. `fields` are the form's, `seal` is the mark of the consent."""

    alias: str
    handover: Word
    meet_at: datetime | None
    wishes: tuple[str, ...]
    share: tuple[Word, ...]
    shared_with: tuple[str, ...]
    until: date
    given_by: str
    fields: tuple[tuple[str, str], ...]
    seal: str
    action: str
    back: str
