"""What a sheet holds: plain rows, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from messages import Word

Cell = str | int | date | datetime | Decimal | bool | StrEnum | Word | None
"""What a cell can hold; nothing where it is not known. Money is kronor with two decimals, never a float."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its key and its columns' keys in the words of `workbook`, and the rows."""

    key: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def kronor(ore: int | None) -> Decimal | None:
    """Whole hundredths of a krona as kronor."""
    return None if ore is None else Decimal(ore).scaleb(-2)


def hours(minutes: int) -> Decimal:
    """Whole minutes as hours, to the hundredth."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))
