"""What stood in the chats and should not have: seen, judged and closed."""

from bot.actions import incidents
from bot.errors import Refused
from bot.pages import incidents as pages
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn
from messages import views

ANSWERS = {"yes": True, "no": False}


def show(turn: Turn, _ask: Ask) -> Outcome:
    """Those of one's board and its partners."""
    return Shown(pages.page(turn))


def close(turn: Turn, ask: Ask) -> Outcome:
    """It was reported as a breach, or not."""
    reported = ANSWERS.get(ask.form.get("reported", ""))
    if reported is None:
        raise Refused(views.Stale())
    incidents.close(turn, ask.number("incident"), reported=reported)
    return Goto("incidents", "incident_closed")
