"""What an import found and did: problems keep an entry out, cautions do not."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SHOWN = 60

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """Something to tell whoever wrote the file."""

    line: int
    """Where the entry's header stands, or the fault itself where the file cannot be read; 0 for all of it."""
    header: str
    """For instance `[[agreement]]`; empty where the whole file is concerned."""
    name: str | None
    reason: str
    sheet: str | None = None
    """The sheet of a workbook, where it is one; `line` is then the row."""

    def __str__(self) -> str:
        return f"{', '.join(filter(None, (where(self.line, self.sheet), self._entry)))}: {self.reason}"

    @property
    def _entry(self) -> str:
        return " ".join(filter(None, (self.header, self.name)))


class Problem(Finding):
    """Why an entry was not imported."""


class Caution(Finding):
    """What is odd about an entry, and did not by itself keep it out."""


class Change(StrEnum):
    """What became of a good entry."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Tally:
    """How many entries of each kind."""

    organisations: int = 0
    agreements: int = 0
    report_duties: int = 0
    board_meetings: int = 0

    @property
    def total(self) -> int:
        """All kinds together."""
        return self.organisations + self.agreements + self.report_duties + self.board_meetings


@dataclass(frozen=True)
class Outcome:
    """What an import did, with everything it found, in the order of the file."""

    added: Tally
    changed: Tally
    unchanged: Tally
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]

    @property
    def changed_nothing(self) -> bool:
        """Whether the database stands as before."""
        return self.added.total + self.changed.total == 0


def where(line: int, sheet: str | None) -> str:
    """A place in a file as a reason names it: a line of a text, a row of a sheet, or the whole of either."""
    if sheet is None:
        return f"line {line}" if line else "the file"
    return f"row {line} of {show(sheet)}" if line else f"sheet {show(sheet)}"


def safe(text: str) -> str:
    """`text` for a terminal: shortened, and without characters that steer one."""
    cut = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in cut)


def show(value: Any) -> str:  # noqa: ANN401 - whatever a TOML file can hold
    """A value as a reason names it: short text in quotes, anything big by its kind."""
    if isinstance(value, str):
        return f'"{safe(value)}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, int) and value.bit_length() > 64:
        return "an enormous number"
    return str(value)
