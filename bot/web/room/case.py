"""The case number in the authority's own system."""

from bot.actions import case_numbers
from bot.pages import case, paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn


def show(turn: Turn, ask: Ask) -> Outcome:
    """The number."""
    referral = case_numbers.find(turn, ask.path["code"])
    return Shown(case.page(referral, case_numbers.read(turn, referral.code)))


def save(turn: Turn, ask: Ask) -> Outcome:
    """Change it, or take it away."""
    referral = case_numbers.put(turn, ask.path["code"], ask.form.get("number", ""))
    return Goto(paths.referral(referral), "case_saved")
