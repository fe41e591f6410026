"""The picture of use against plan: a bar for each line, and beyond it what is too much. The page draws it."""

from bot import money
from bot.agreements.budget import Budget, Line
from messages.room.pages import BudgetBar, BudgetPicture, Sums

WIDTH, EDGE = 340, 2
ROW, TOP, BAR = 56, 18, 14
"""Of the picture, in its units: a line's place, where in it the bar begins, and how high that is."""
STRIDE = 6
NAME_FITS = 44


def picture(budget: Budget, language: str) -> BudgetPicture:
    """The bars, all to the same measure: the longest of what is planned and what is used fills the width."""
    longest = max([max(line.planned_ore, line.spent_ore or 0) for line in budget.lines], default=0)
    bars = tuple(_bar(line, index, longest, language) for index, line in enumerate(budget.lines))
    return BudgetPicture(WIDTH, ROW * len(bars), bars)


def sums(planned: int | None, used: int | None, spent: int | None, left: int | None, language: str) -> Sums:
    """Sums in öre as they are shown."""
    over = -left if left is not None and left < 0 else None
    shown = (None if ore is None else money.show(ore, language) for ore in (planned, used, spent, left, over))
    return Sums(*shown)


def of_line(line: Line, language: str) -> Sums:
    """A line's sums as they are shown."""
    return sums(line.planned_ore, line.used_ore, line.spent_ore, line.left_ore, language)


def _bar(line: Line, index: int, longest: int, language: str) -> BudgetBar:
    planned = _width(line.planned_ore, longest)
    spent = _width(max(line.spent_ore or 0, 0), longest)
    over = round(max(spent - planned, 0), 1)
    y = index * ROW
    strokes = _strokes(EDGE + planned, y + TOP, over)
    name = line.words if len(line.words) <= NAME_FITS else line.words[: NAME_FITS - 1].rstrip() + "…"
    return BudgetBar(name, of_line(line, language), y, planned, round(min(spent, planned), 1), over, strokes)


def _width(ore: int, longest: int) -> float:
    """How wide a sum is drawn."""
    return round((WIDTH - 2 * EDGE) * ore / longest, 1) if longest else 0


def _strokes(x: float, y: int, width: float) -> str:
    """Slanted strokes over a field `BAR` high, as an SVG path; none where it is too narrow for one."""
    count = int((width - BAR) // STRIDE) + 1 if width >= BAR else 0
    return "".join(f"M{x + number * STRIDE:.1f} {y + BAR}l{BAR} -{BAR}" for number in range(count))
