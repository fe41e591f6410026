"""What a person asks for: recorded by the one who referred, decided by a manager."""

from enum import StrEnum
from typing import TypeVar

from bot import audit, dates, policy
from bot.actions import referrals, rights, room_drafts
from bot.errors import Refused
from bot.pages import paths
from bot.pages import rights as pages
from bot.pages.page import Ask, Goto, Kept, Outcome, Shown
from bot.policy import Act, Relation
from bot.turn import Turn
from messages import views
from models import Decision, Referral, Right

Chosen = TypeVar("Chosen", bound=StrEnum)
FIELDS = ("kind", "day", "words")


def show(turn: Turn, ask: Ask) -> Outcome:
    """What was asked for about a referral's person."""
    referral = _referral(turn, ask)
    audit.note(turn, "read_rights", "referral", referral.id)
    return Shown(pages.of_referral(turn, referral))


def record(turn: Turn, ask: Ask) -> Outcome:
    """Record a request."""
    day = dates.understood(ask.form.get("day", ""), turn.today, prefer="past")
    if day is None:
        raise Refused(views.UnknownDay())
    wanted = _one_of(Right, ask.form.get("kind", ""))
    row = rights.ask(turn, ask.path["code"], wanted, day, ask.form.get("words", ""))
    referral = turn.session.get_one(Referral, row.referral_id)
    room_drafts.drop(turn, pages.place(referral))
    return Goto(paths.under(referral, "rights"), "rights_asked")


def keep(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written."""
    referral = _referral(turn, ask)
    fields = {name: ask.form[name] for name in FIELDS if name in ask.form}
    room_drafts.keep(turn, referral.id, pages.place(referral), fields)
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
    """Decide it; without the grounds that a decision needs the form comes back."""
    decision, grounds = _one_of(Decision, ask.form.get("decision", "")), ask.form.get("grounds", "")
    row = rights.find(turn, ask.number("request"))
    if row.decision is None and rights.needs_grounds(row, decision) and not grounds.strip():
        return Shown(pages.decide(turn, row, ask.form, flaw=True), 422)
    rights.decide(turn, row.id, decision, grounds)
    return Goto("rights", "rights_decided")


def _referral(turn: Turn, ask: Ask) -> Referral:
    return referrals.find_exactly(turn, ask.path["code"], Act.ASK_FOR_RIGHTS)


def _one_of(words: type[Chosen], said: str) -> Chosen:
    try:
        return words(said)
    except ValueError:
        raise Refused(views.Stale()) from None
