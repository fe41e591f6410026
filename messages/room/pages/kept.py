"""Forms that could not be saved when they were sent."""

from dataclasses import dataclass
from datetime import datetime

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class KeptFormShown:
    """One form: where it goes, when it was kept, all of its fields, and what of them was written by hand."""

    path: str
    kept_at: datetime
    fields: tuple[tuple[str, str], ...]
    written: tuple[str, ...]


@dataclass(frozen=True)
class KeptPage(RoomPage):
    """What waits to be sent again."""

    forms: tuple[KeptFormShown, ...]
