"""What waits for one today."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.word import Word


@dataclass(frozen=True)
class DraftMark:
    """That something is being written, and when it was last kept."""

    path: str
    title: str
    kept_at: datetime


@dataclass(frozen=True)
class ReferralLine:
    """One referral in a list."""

    path: str
    code: str
    alias: str
    state: Word
    since: date
    waits: str = ""
    """Why it waits for the reader: a word of `day`."""


@dataclass(frozen=True)
class DayPage(RoomPage):
    """What waits for one today, and what one was writing."""

    waiting: tuple[ReferralLine, ...]
    open: tuple[ReferralLine, ...]
    drafts: tuple[DraftMark, ...]
    links: tuple[tuple[str, str, int], ...]
    """Other pages: a word of `links`, its path, and how much waits there."""
    page: int
    pages: int
