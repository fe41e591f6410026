"""What a person asks for: recorded by the one who referred, decided by a manager."""

from bot import audit, policy
from bot.actions import referrals, rights, room_drafts
from bot.pages import paths
from bot.pages import rights as pages
from bot.pages.page import Ask, Goto, Kept, Outcome, Shown
from bot.policy import Act, Relation
from bot.turn import Turn
from bot.web.room import fields
from models import Decision, Referral, Right

FIELDS = ("kind", "day", "words")


def show(turn: Turn, ask: Ask) -> Outcome:
    """What was asked for about a referral's person."""
    referral = _referral(turn, ask)
    audit.note(turn, "read_rights", "referral", referral.id)
    return Shown(pages.of_referral(turn, referral))


def record(turn: Turn, ask: Ask) -> Outcome:
    """Record a request; what the guard points at is asked about first."""
    referral = _referral(turn, ask)
    words, warned = fields.guarded(turn, ask)
    if warned:
        return Shown(pages.of_referral(turn, referral, ask.form, warned), 422)
    wanted = fields.one_of(Right, ask.form.get("kind", ""))
    rights.ask(turn, referral.code, wanted, fields.day(turn, ask), words)
    room_drafts.drop(turn, pages.place(referral))
    return Goto(paths.under(referral, "rights"), "rights_asked")


def keep(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written."""
    referral = _referral(turn, ask)
    room_drafts.keep(turn, referral, pages.place(referral), fields.only(ask, FIELDS))
    return Kept()


def waiting(turn: Turn, _ask: Ask) -> Outcome:
    """What waits for the reader's decision."""
    policy.require(turn.who, Act.DECIDE_RIGHTS, Relation.OWN_ORGANISATION)
    return Shown(pages.waiting(turn))


def one(turn: Turn, ask: Ask) -> Outcome:
    """One request, to be decided."""
    row = rights.find(turn, ask.number("request"))
    if row.decision:
        return Goto("rights", "rights_decided")
    audit.note(turn, "read_rights", "referral", row.referral_id)
    return Shown(pages.decide(turn, row))


def decide(turn: Turn, ask: Ask) -> Outcome:
    """Decide it; without the grounds that a decision needs, or with what the guard points at, the form comes back."""
    decision = fields.one_of(Decision, ask.form.get("decision", ""))
    row = rights.find(turn, ask.number("request"))
    grounds, warned = fields.guarded(turn, ask, "grounds")
    flaw = rights.needs_grounds(row, decision) and not grounds.strip()
    if row.decision is None and (flaw or warned):
        return Shown(pages.decide(turn, row, ask.form, warned, flaw=flaw), 422)
    rights.decide(turn, row.id, decision, grounds)
    return Goto("rights", "rights_decided")


def _referral(turn: Turn, ask: Ask) -> Referral:
    return referrals.find_exactly(turn, ask.path["code"], Act.ASK_FOR_RIGHTS)
