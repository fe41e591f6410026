"""What an update that comes again shows: the thing it was about, as it is now. No action runs."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot import buttons, policy
from bot.actions import drafts
from bot.cards import common
from bot.cards.again import QUESTIONS
from bot.cards.card import Card
from bot.chat import activity, agreements, noting, referrals, routes
from bot.chat.acting import run, tap_of
from bot.chat.incoming import Incoming, Kind
from bot.errors import Refused
from bot.menus import command_of
from bot.turn import Turn
from messages import views
from models import Referral

SHOWN_NOWHERE_ELSE = (buttons.PickOrganisation, buttons.HandOver)
"""What these became (a link, who took over) cannot be shown again: a second tap must leave it where it stands."""
ABOUT: dict[type[buttons.Button], Callable[[Turn, Any], Card]] = {
    buttons.AboutReferral: referrals.show,
    buttons.OfAgreement: agreements.show_agreement,
    buttons.OfActivity: activity.show,
    buttons.OfLog: activity.show_log,
    buttons.OfShift: activity.show_shift,
}
"""What shows the thing that a button is about, as it is now."""


def show(turn: Turn, incoming: Incoming, key: bytes) -> Card:
    """The card of what a tap or a command was about.

    Args:
        turn: the member's.
        incoming: a tap or a command.
        key: with which the buttons were signed.

    Raises:
        Refused: the member may not see it, or there is nothing to show.
    """
    if incoming.kind is Kind.COMMAND:
        return _after_command(turn, incoming)
    tap = tap_of(turn, incoming, key)
    if isinstance(tap, buttons.Send) and (sent := _sent_from(turn, tap.draft)):
        return referrals.show(turn, buttons.ShowReferral(sent))
    if isinstance(tap, SHOWN_NOWHERE_ELSE) and not _draft(turn):
        raise Refused(views.Stale())
    if isinstance(tap, buttons.OfDraft | buttons.NotProtected):
        return _draft(turn) or common.menu(turn)
    if isinstance(tap, buttons.AddNote | buttons.ShowNotes):
        return noting.show(turn, buttons.ShowNotes(tap.referral, tap.day))
    for kind, show_it in ABOUT.items():
        if isinstance(tap, kind):
            return show_it(turn, tap)
    return _read_again(turn, tap)


def _after_command(turn: Turn, incoming: Incoming) -> Card:
    command = command_of(incoming.command)
    if command and command.name in routes.READ_AGAIN:
        return run(turn, command.name, [])
    return _draft(turn) or common.menu(turn)


def _read_again(turn: Turn, tap: buttons.Button) -> Card:
    """What a button shows that only reads; else the menu."""
    route = routes.BUTTONS.get(type(tap))
    if route and route.reads and (route.act is None or policy.allows(turn.who.role, route.act)):
        return route.handler(turn, tap)
    return common.menu(turn)


def _draft(turn: Turn) -> Card | None:
    """The open draft's next question."""
    for flow, question in QUESTIONS.items():
        if draft := drafts.find(turn.session, turn.who, flow):
            return question(turn, draft)
    return None


def _sent_from(turn: Turn, draft_id: int) -> int | None:
    statement = select(col(Referral.id)).where(
        col(Referral.draft_id) == draft_id, col(Referral.referrer_id) == turn.who.id
    )
    return turn.session.scalars(statement).first()
