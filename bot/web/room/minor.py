"""Referring somebody under 18: a partner, one form, a summary, and then it is sent. Nothing is stored before."""

from collections.abc import Mapping
from datetime import date

from bot.actions import minors
from bot.errors import Refused
from bot.pages import minor, paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn
from bot.young import Wanted
from messages import views
from models import ConsentGiver, Handover, Scope

Fields = Mapping[str, str]


def show(turn: Turn, ask: Ask) -> Outcome:  # noqa: ARG001 - every handler is asked
    """Which partner, among those that take young people."""
    return Shown(minor.choice(turn, minors.partners(turn)))


def stop(turn: Turn, ask: Ask) -> Outcome:  # noqa: ARG001
    """The person has protected personal data: whom to call."""
    return Shown(minor.stopped(turn))


def form(turn: Turn, ask: Ask) -> Outcome:
    """The form."""
    return Shown(minor.form(turn, minors.partner(turn, ask.number("partner")), ask.query))


def summary(turn: Turn, ask: Ask) -> Outcome:
    """What would be sent, or what is missing in the form."""
    partner = minors.partner(turn, ask.number("partner"))
    if ask.query.get("unprotected") != "yes":
        return Shown(minor.stopped(turn))
    flaws = _flaws(ask.query)
    if flaws:
        return Shown(minor.form(turn, partner, ask.query, flaws), 422)
    wanted = _wanted(ask.query)
    return Shown(minor.summary(turn, minors.check(turn, wanted), wanted, ask.query))


def send(turn: Turn, ask: Ask) -> Outcome:
    """Send it."""
    if _flaws(ask.form):
        raise Refused(views.Stale())
    referral = minors.send(turn, _number(ask.form, "form"), _wanted(ask.form), ask.form.get("seal", ""))
    return Goto(paths.referral(referral), "minor_sent")


def _flaws(fields: Fields) -> tuple[str, ...]:
    """What is missing: words of `minor`."""
    handover = fields.get("handover")
    missing = {
        "no_handover": handover not in set(Handover),
        "no_time": handover == Handover.TIME and (_day(fields) is None or not fields.get("hour")),
        "no_giver": fields.get("given_by") not in set(ConsentGiver),
    }
    return tuple(flaw for flaw, is_missing in missing.items() if is_missing)


def _wanted(fields: Fields) -> Wanted:
    """What the form says; its flaws are looked for before."""
    ticked = [name for name, said in fields.items() if said == "yes"]
    wishes = (name.removeprefix(minor.WISH) for name in ticked if name.startswith(minor.WISH))
    return Wanted(
        partner=_number(fields, "partner"),
        handover=Handover(fields["handover"]),
        day=_day(fields),
        hour=_number(fields, "hour") if fields.get("hour") else None,
        wishes=tuple(int(wish) for wish in wishes if wish.isascii() and wish.isdigit() and len(wish) < 10),
        given_by=ConsentGiver(fields["given_by"]),
        share=tuple(scope for scope in Scope if f"{minor.SHARE}{scope}" in ticked),
        others="others" in ticked,
        months=_number(fields, "months"),
        unprotected="unprotected" in ticked,
    )


def _number(fields: Fields, name: str) -> int:
    said = fields.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 10 else 0


def _day(fields: Fields) -> date | None:
    try:
        return date.fromisoformat(fields.get("day", ""))
    except ValueError:
        return None
