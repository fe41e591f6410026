"""Decisions about an agreement: recorded, signed, struck."""

from bot.actions import agreements
from bot.actions import resolutions as actions
from bot.actions.resolutions import Written
from bot.pages import decisions, paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room.fields import one_of
from models import Instance, Resolution, ResolutionKind


def show(turn: Turn, ask: Ask) -> Outcome:
    """All of them."""
    return Shown(decisions.page(turn, agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)))


def record(turn: Turn, ask: Ask) -> Outcome:
    """Record one; a form with a flaw comes back as it was written."""
    agreement_id, written = ask.number("agreement"), _written(ask)
    if no := actions.flaw(turn, agreement_id, written):
        return Shown(decisions.page(turn, agreements.find(turn, agreement_id), ask, no), 422)
    return _back(actions.record(turn, agreement_id, written), "decision_recorded")


def sign(turn: Turn, ask: Ask) -> Outcome:
    """All parties have signed."""
    return _back(actions.sign(turn, ask.number("decision"), ask.form.get("day", "")), "decision_signed")


def strike(turn: Turn, ask: Ask) -> Outcome:
    """It was a mistake."""
    return _back(actions.strike(turn, ask.number("decision")), "decision_struck")


def _written(ask: Ask) -> Written:
    form = ask.form
    return Written(
        kind=one_of(ResolutionKind, form.get("kind", "")),
        instance=one_of(Instance, form.get("instance", "")),
        decided_on=form.get("decided_on", ""),
        registry_number=form.get("registry_number", ""),
        paragraph=form.get("paragraph", ""),
        until=form.get("until", ""),
        gives_mandate=ask.ticked("gives_mandate"),
        amount=form.get("amount", ""),
        signed_on=form.get("signed_on", ""),
    )


def _back(resolution: Resolution, said: str) -> Outcome:
    return Goto(paths.agreement(resolution.agreement_id, "decisions"), said)
