"""The criteria of an IOP: read by the parties, judged by the board's managers."""

from bot import dates, policy, relations
from bot.actions import agreements, assessments
from bot.agreements import criteria
from bot.pages import criteria as pages
from bot.pages import paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from bot.web.room.guarded_fields import guarded_all
from models import Agreement, Answer, Criterion


def show(turn: Turn, ask: Ask) -> Outcome:
    """All criteria of an agreement."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)
    relation = relations.to_agreement(turn, agreement.id)
    return Shown(pages.page(turn, agreement, steers=policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation)))


def one(turn: Turn, ask: Ask) -> Outcome:
    """The form of one criterion."""
    return Shown(pages.form(turn, *_which(turn, ask)))


def judge(turn: Turn, ask: Ask) -> Outcome:
    """Judge it; a form with a flaw, or with what the guard points at, comes back."""
    agreement, criterion = _which(turn, ask)
    words, warned = guarded_all(turn, ask, ("sentence", "guidelines"))
    given = {**ask.form, **words}
    day = dates.understood(given.get("day", "").strip(), turn.today, prefer="past")
    flaw = _flaw(given)
    if flaw == "" and (day is None or not criteria.OLDEST <= day <= turn.today):
        flaw = "wrong_day"
    if warned or flaw or day is None:
        return Shown(pages.form(turn, agreement, criterion, given, flaw, warned), 422)
    answer = fields.one_of(Answer, given["answer"])
    assessments.judge(turn, agreement.id, criterion, answer, given["sentence"], given["guidelines"], day)
    return Goto(paths.agreement(agreement.id, "criteria"), "criterion_judged")


def _which(turn: Turn, ask: Ask) -> tuple[Agreement, Criterion]:
    return agreements.find(turn, ask.number("agreement")), fields.one_of(Criterion, ask.path["criterion"])


def _flaw(given: dict[str, str]) -> str:
    """What is missing, or too long: a word of `criteria`."""
    if given.get("answer") not in set(Answer):
        return "no_answer"
    if not given.get("sentence", "").strip():
        return "no_sentence"
    if not given.get("guidelines", "").strip():
        return "no_guidelines"
    too_long = (
        len(given["sentence"]) > criteria.SENTENCE_LONGEST or len(given["guidelines"]) > criteria.GUIDELINES_LONGEST
    )
    return "too_long" if too_long else ""
