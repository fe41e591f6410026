"""Texts about what happens after a referral is sent: notes, questions, escalation. Codes and days, no words."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class NoteLine(View):
    """A note that stands."""

    what: Word
    day: date
    by: str


@dataclass(frozen=True)
class NotePage(View):
    """What happened on `day`? `silent_days` and `no_show_on` head it when it is the bot that asks."""

    code: str
    alias: str
    day: date
    is_today: bool
    noted: tuple[NoteLine, ...]
    silent_days: int | None = None
    no_show_on: date | None = None


@dataclass(frozen=True)
class NoteSaved(View):
    """A note stands, or (`struck`) was taken back. A no-show leads on to a new time."""

    code: str
    alias: str
    what: Word
    day: date
    struck: bool
    no_show: bool
    asks_on: date | None


@dataclass(frozen=True)
class NoteList(View):
    """Whom to note something about."""

    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class NoSuchNoteDay(View):
    """A note of a day on which it cannot have happened."""

    first: date
    last: date


@dataclass(frozen=True)
class Escalation(View):
    """To both sides' managers: a partner has not answered. `alias` is nothing for the partner's own."""

    code: str
    alias: str | None
    since: date
    days: int
    referrer: str
    unit: str


@dataclass(frozen=True)
class WordsCounted(View):
    """To the one who answers for it: words stood in a chat, so many times. Nobody has read them."""

    count: int
    organisation: str
