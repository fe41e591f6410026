"""People by step of the ladder: a picture, and the same as a table."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class StepRow:
    """How many took a step (a word of `step`); nothing where they are too few."""

    step: str
    count: int | None


@dataclass(frozen=True)
class LadderPage(RoomPage):
    """`scope` is the unit, or the board's name; `words` say what the picture shows; `fewest` is the smallest count."""

    scope: str
    steps: tuple[StepRow, ...]
    words: str
    first: date
    last: date
    fewest: int
