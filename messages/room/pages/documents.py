"""Documents about partnerships: what can be taken out, and what is missing in them."""

from dataclasses import dataclass
from datetime import datetime

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class Lacking:
    """A partnership: what is not known of it (keys of `lacking`), and how much is to be looked into."""

    name: str
    lacking: tuple[str, ...]
    checks: int


@dataclass(frozen=True)
class DocumentsPage(RoomPage):
    """The follow-up of a year. `agreements` are names and paths, of those that have documents of their own."""

    year: int
    years: tuple[int, ...]
    partnerships: tuple[Lacking, ...]
    agreements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MeetingPack:
    """A meeting of the steering group whose pack can be fetched."""

    starts_at: datetime
    path: str


@dataclass(frozen=True)
class AgreementDocumentsPage(RoomPage):
    """An agreement's own documents. `final` is where the final report is; empty where nobody has agreed on it yet."""

    name: str
    back: str
    final: str
    lacking: tuple[str, ...]
    checks: int
    meetings: tuple[MeetingPack, ...]
