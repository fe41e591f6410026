"""The rules by which a board keeps files, and which of them can be."""

from dataclasses import dataclass

from models import Organisation

MONTHS = (12, 240)
"""The fewest and the most."""
TRANSFERRED = (1, 24)


@dataclass(frozen=True)
class Rules:
    """How many months files are kept after the last note, and after the transfer; and whether a transfer is needed."""

    months: int
    transferred: int
    untransferred: bool

    @property
    def flaw(self) -> str:
        """Which of them cannot be: `months`, `transferred`, or nothing."""
        if not MONTHS[0] <= self.months <= MONTHS[1]:
            return "months"
        return "" if TRANSFERRED[0] <= self.transferred <= TRANSFERRED[1] else "transferred"


def of(board: Organisation) -> Rules:
    """The rules as they stand."""
    return Rules(board.keep_months, board.keep_transferred_months, board.keeps_untransferred)
