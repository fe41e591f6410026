"""Break-glass."""

from bot.actions import glass as actions
from bot.errors import Refused
from bot.pages import glass
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn
from messages import views


def show(turn: Turn, ask: Ask) -> Outcome:
    """Ask, answer, and what was."""
    return Shown(glass.page(turn, ask.query.get("code", "")))


def ask_for(turn: Turn, ask: Ask) -> Outcome:
    """Ask for a referral to be opened; a form with a flaw comes back as it was written."""
    code, reason = ask.form.get("code", ""), ask.form.get("reason", "")
    no = actions.flaw(turn, code, reason)
    if no:
        return Shown(glass.page(turn, code, reason, no), 422)
    actions.ask(turn, code, reason)
    return Goto("glass", "glass_asked")


def answer(turn: Turn, ask: Ask) -> Outcome:
    """Open it to the one who asked, or refuse."""
    said = ask.form.get("answer", "")
    if said not in ("open", "refuse"):
        raise Refused(views.Stale())
    actions.answer(turn, ask.number("glass"), opens=said == "open")
    return Goto("glass", "glass_opened" if said == "open" else "glass_refused")
