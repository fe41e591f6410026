"""What a row of the fault bench came to: a figure, and what it must be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One figure of one row on one database; `good` says whether it is as it must be."""

    row: str
    database: str
    what: str
    value: float
    must: str
    """In words a reader understands: `0`, `at most 10 s`, `every time`."""
    good: bool
    unit: str = ""


@dataclass(frozen=True)
class Order:
    """How one row is to be played."""

    database: str
    """`sqlite` or `postgresql`."""
    url: str
    """An empty database of that kind; the row migrates it (`databases.set_up`) or makes more beside it."""
    times: int
    """How many of what the row counts: injections, races, updates, cycles."""
    seed: str
    folder: Path
    """An empty folder of the row's own, removed afterwards."""
    tell: Callable[[str], None] = field(default=lambda _said: None)
    """Says how far it is, a line at a time."""
    admin_url: str = ""
    """On PostgreSQL: the administrative database, for `databases.create_on`."""
