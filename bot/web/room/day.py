"""What waits for one today."""

from bot.pages import day
from bot.pages.page import Ask, Outcome, Shown
from bot.turn import Turn


def show(turn: Turn, ask: Ask) -> Outcome:
    """One's own day."""
    return Shown(day.page(turn, ask.number("page")))
