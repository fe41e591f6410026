"""What stood in the chats and should not have."""

from dataclasses import dataclass
from datetime import datetime

from messages.room.pages.base import RoomPage
from messages.word import Word


@dataclass(frozen=True)
class IncidentLine:
    """One incident: who, when, and which kinds of thing. What was written is known to nobody."""

    path: str
    at: datetime
    writer: str
    unit: str
    kinds: tuple[Word, ...]
    can_close: bool
    closed_at: datetime | None
    closed_by: str
    reported: bool


@dataclass(frozen=True)
class IncidentsPage(RoomPage):
    """Those that wait for an answer, and those that were answered last."""

    waiting: tuple[IncidentLine, ...]
    closed: tuple[IncidentLine, ...]
