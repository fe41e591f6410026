"""Forms that could not be saved when they were sent."""

from bot.actions import kept_forms
from bot.pages import kept
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn


def show(turn: Turn, _ask: Ask) -> Outcome:
    """The reader's."""
    return Shown(kept.page(turn))


def drop(turn: Turn, ask: Ask) -> Outcome:
    """Let go of one."""
    kept_forms.drop(turn, ask.form.get("path", ""))
    return Goto("kept", "kept_dropped")
