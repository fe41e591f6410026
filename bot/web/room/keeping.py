"""How long files are kept, and which go next."""

from bot.actions import keeping_rules
from bot.keeping_rules import Rules
from bot.keeping_rules import of as rules_of
from bot.pages import keeping
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn


def show(turn: Turn, _ask: Ask) -> Outcome:
    """The board's rules."""
    board = keeping_rules.board_of(turn)
    return Shown(keeping.rules(board, rules_of(board)))


def save(turn: Turn, ask: Ask) -> Outcome:
    """Keep files by other rules; a form with a flaw comes back."""
    rules = Rules(ask.number("months"), ask.number("transferred"), ask.ticked("untransferred"))
    if rules.flaw:
        return Shown(keeping.rules(keeping_rules.board_of(turn), rules, rules.flaw), 422)
    keeping_rules.change(turn, rules)
    return Goto("keeping", "keeping_saved")


def going(turn: Turn, _ask: Ask) -> Outcome:
    """The files that go next."""
    return Shown(keeping.going(turn))
