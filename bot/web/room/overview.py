"""The managers' overview."""

from bot.pages import overview
from bot.pages.page import Ask, Outcome, Shown
from bot.turn import Turn


def show(turn: Turn, _ask: Ask) -> Outcome:
    """Agreements, reports and referrals, as pictures and as tables."""
    return Shown(overview.page(turn))
