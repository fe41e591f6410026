"""What is taken out of the room: the page that offers it, and the papers themselves, drawn on a screen or as a file."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.room.pages.base import RoomPage
from messages.word import Word

__all__ = ["ExportPage", "PrintPage"]


@dataclass(frozen=True)
class Words:
    """What somebody wrote."""

    shape: ClassVar[str] = "words"
    text: str
    struck: bool = False


@dataclass(frozen=True)
class Line:
    """A small line: who and when."""

    shape: ClassVar[str] = "line"
    text: str


@dataclass(frozen=True)
class Facts:
    """Names and their values."""

    shape: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    shape: ClassVar[str] = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Words | Line | Facts | Table


@dataclass(frozen=True)
class Chapter:
    """A heading of `level` 1 to 3, and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True)
class Paper:
    """A document, in one language: a title, a lead, chapters. `mark` stands on every page."""

    language: str
    title: str
    mark: str
    lead: tuple[str, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class NoteToMask:
    """A note that can be masked whole."""

    id: int
    day: date
    kind: Word
    by: str


@dataclass(frozen=True)
class ExportPage(RoomPage):
    """What can be taken out of a referral, and whether it has been transferred to the file of record."""

    code: str
    back: str
    root: str
    """The path that all of it stands below."""
    notes: tuple[NoteToMask, ...]
    transferred_on: date | None
    count: int
    """Of how many referrals a register extract is."""


@dataclass(frozen=True)
class PrintPage(RoomPage):
    """A paper on a screen, to read or print."""

    paper: Paper
    back: str
