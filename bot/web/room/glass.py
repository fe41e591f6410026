"""Break-glass."""

from bot.actions import glass as actions
from bot.errors import Refused
from bot.pages import glass
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn
from bot.web.room import fields
from messages import views


def show(turn: Turn, ask: Ask) -> Outcome:
    """Ask, answer, and what was."""
    return Shown(glass.page(turn, ask.query.get("code", "")))


def ask_for(turn: Turn, ask: Ask) -> Outcome:
    """Ask for a referral to be opened; a form with a flaw comes back as it was written."""
    code = ask.form.get("code", "")
    reason, warned = fields.guarded(turn, ask, "reason")
    no = actions.flaw(turn, code, reason)
    if no or warned:
        return Shown(glass.page(turn, code, reason, no, warned), 422)
    actions.ask(turn, code, reason)
    return Goto("glass", "glass_asked")


def answer(turn: Turn, ask: Ask) -> Outcome:
    """Open it to the one who asked, or refuse."""
    said = ask.form.get("answer", "")
    if said not in ("open", "refuse"):
        raise Refused(views.Stale())
    actions.answer(turn, ask.number("glass"), opens=said == "open")
    return Goto("glass", "glass_opened" if said == "open" else "glass_refused")
