"""An agreement's goals: read by the parties; written and judged by the board's managers."""

from bot import policy, relations
from bot.actions import agreements, goals
from bot.agreements.goal_list import LONGEST
from bot.pages import goals as pages
from bot.pages import paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from bot.web.room.guarded_fields import guarded_all
from models import Attainment, Goal

NAMES = ("words", "follow_up")


def show(turn: Turn, ask: Ask) -> Outcome:
    """The goals of an agreement."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)
    relation = relations.to_agreement(turn, agreement.id)
    return Shown(pages.page(turn, agreement, steers=policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation)))


def add(turn: Turn, ask: Ask) -> Outcome:
    """Write one more; a form with a flaw, or with what the guard points at, comes back."""
    agreement = agreements.find(turn, ask.number("agreement"))
    words, warned = guarded_all(turn, ask, NAMES)
    flaw = _flaw(words)
    if warned or flaw:
        return Shown(pages.page(turn, agreement, steers=True, fields=words, flaw=flaw, warned=warned), 422)
    goals.add(turn, agreement.id, words["words"], words["follow_up"])
    return Goto(paths.agreement(agreement.id, "goals"), "goal_saved")


def one(turn: Turn, ask: Ask) -> Outcome:
    """One goal, to be written anew."""
    return Shown(pages.form(*goals.find(turn, ask.number("goal"))))


def change(turn: Turn, ask: Ask) -> Outcome:
    """Save it; what somebody else saved meanwhile stands beside a form that comes back."""
    goal, agreement = goals.find(turn, ask.number("goal"), lock=True)
    words, warned = guarded_all(turn, ask, NAMES)
    passed = ask.form.get("seen") != pages.seen(goal) and not _is_saved(goal, words)
    flaw = _flaw(words) or _taken(turn, goal, words)
    if warned or flaw or passed:
        page = pages.form(goal, agreement, words, flaw, warned, passed=passed)
        return Shown(page, 409 if passed else 422)
    goals.change(turn, goal.id, words["words"], words["follow_up"])
    return Goto(paths.agreement(agreement.id, "goals"), "goal_saved")


def remove(turn: Turn, ask: Ask) -> Outcome:
    """Take it away."""
    return Goto(paths.agreement(goals.remove(turn, ask.number("goal")), "goals"), "goal_removed")


def judging(turn: Turn, ask: Ask) -> Outcome:
    """How far it was reached."""
    return Shown(pages.judging(turn, *goals.find(turn, ask.number("goal"))))


def judge(turn: Turn, ask: Ask) -> Outcome:
    """Save that; as `change` of what comes back."""
    goal, agreement = goals.find(turn, ask.number("goal"), lock=True)
    words, warned = guarded_all(turn, ask, ("words",))
    said = ask.form.get("attainment", "")
    given = {**words, "attainment": said}
    attainment = fields.one_of(Attainment, said) if said else None
    saved = (goal.attainment, goal.attainment_words) == (attainment, words["words"].strip() if attainment else "")
    passed = ask.form.get("seen") != pages.seen_judged(goal) and not saved
    flaw = _flaw({**words, "follow_up": ""}) if attainment else ""
    if warned or flaw or passed:
        page = pages.judging(turn, goal, agreement, given, flaw, warned, passed=passed)
        return Shown(page, 409 if passed else 422)
    goals.judge(turn, goal.id, attainment, words["words"])
    return Goto(paths.agreement(agreement.id, "goals"), "goal_judged")


def _is_saved(goal: Goal, words: dict[str, str]) -> bool:
    return (goal.words, goal.follow_up) == (words["words"].strip(), words["follow_up"].strip())


def _flaw(words: dict[str, str]) -> str:
    """What is missing, or too long: a word of `goals`."""
    if not words["words"].strip():
        return "no_words"
    return "too_long" if max(map(len, words.values())) > LONGEST else ""


def _taken(turn: Turn, goal: Goal, words: dict[str, str]) -> str:
    """Whether another goal says the same already, or what is judged would get other words."""
    said = words["words"].strip()
    if goal.attainment and said != goal.words:
        return "is_judged"
    return "twice" if goals.is_said(turn, goal, said) else ""
