"""What a workbook and a CSV have in common: sheets of numbered rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.actions.partnerships.values import Misread

WINDOWS_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a spreadsheet
ROWS_MOST = 200_000
CELLS_MOST = 20_000_000
NOT_SEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))

Cell = str | int | float | bool | datetime | date | time | timedelta | Misread | None


class Unopenable(Exception):
    """A file of which nothing can be read; the text says why and what to do."""


@dataclass(frozen=True)
class Row:
    """A row that is not blank."""

    number: int
    cells: tuple[Cell, ...]
    merged: str | None = None
    """The range of merged cells that touches it, for instance `A5:A7`."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a CSV as a whole."""

    name: str | None
    """Nothing for a CSV."""
    rows: tuple[Row, ...]
    epoch: datetime = WINDOWS_EPOCH
    """The day that the workbook counts its days from."""
    faults: tuple[tuple[int, str], ...] = ()
    """The rows that could not be taken apart, and why."""
    notes: tuple[str, ...] = ()
    """What is odd about it as a whole."""

    @property
    def is_text(self) -> bool:
        """Whether all of its cells are text because the form knows nothing else."""
        return self.name is None


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in `cell` that somebody could see."""
    return cell is None or (isinstance(cell, str) and not cell.translate(NOT_SEEN).strip())


def too_large(what: str) -> Unopenable:
    """Why a file of more than `what` is not read."""
    return Unopenable(f"the file holds more than {what}; divide it, and import the parts one by one")
