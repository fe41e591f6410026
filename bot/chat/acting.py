"""What a member asks for: a command or a button finds its handler, and the handler shows a card."""

from dataclasses import replace

from bot import buttons, policy
from bot.actions import invitations
from bot.callbacks import Unreadable, decode
from bot.cards import common
from bot.cards.card import Card
from bot.chat import noting, referrals, routes
from bot.chat.incoming import Incoming, Kind
from bot.errors import Refused
from bot.menus import COMMANDS, command_of
from bot.turn import Turn
from messages import views


def act(turn: Turn, incoming: Incoming, key: bytes) -> Card:
    """Do what a tap or a command asks for.

    Args:
        turn: the member's.
        incoming: a tap or a command.
        key: with which the buttons were signed.

    Raises:
        Refused: it cannot be read, is not allowed, or does not fit how things stand.
    """
    return _tapped(turn, incoming, key) if incoming.kind is Kind.TAP else _commanded(turn, incoming, key)


def _tapped(turn: Turn, incoming: Incoming, key: bytes) -> Card:
    tap = tap_of(turn, incoming, key)
    turn = replace(turn, screen=f"button {type(tap).__name__}")
    if isinstance(tap, buttons.RunCommand):
        return run(turn, tap.command, [])
    route = routes.BUTTONS[type(tap)]
    if route.act:
        policy.require(turn.who, route.act)
    return route.handler(turn, tap)


def _commanded(turn: Turn, incoming: Incoming, key: bytes) -> Card:
    if incoming.command == "start":
        return _start(turn, incoming.words)
    command = command_of(incoming.command)
    if command is None:
        raise Refused(views.UnknownCommand())
    turn = replace(turn, screen=f"/{command.name}")
    words = list(incoming.words)
    if words and command.name not in routes.TAKES_WORDS:
        raise Refused(views.CommandUnread(f"/{command.in_language(turn.language)}", deleted=True))
    if command.name == "note" and not words and (card := notes_of_reply(turn, incoming, key)):
        return card
    return run(turn, command.name, words)


def _start(turn: Turn, words: tuple[str, ...]) -> Card:
    """`/start` of a member: the menu, or what a link leads to."""
    payload = words[0] if words else ""
    if payload.startswith(invitations.PREFIX):
        raise Refused(views.AlreadyMember())
    if payload:
        return referrals.show_code(turn, payload)
    return common.menu(turn)


def run(turn: Turn, name: str, words: list[str]) -> Card:
    """Run the command `name` with `words` behind it.

    Raises:
        Refused: there is none, it is not allowed, or what it does is refused.
    """
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        raise Refused(views.Stale())
    if command.act:
        policy.require(turn.who, command.act)
    return routes.COMMANDS[name](turn, words)


def tap_of(turn: Turn, incoming: Incoming, key: bytes) -> buttons.Button:
    """The button that was tapped.

    Raises:
        Refused: it was not made with `key` for this member, or is none any more.
    """
    try:
        return decode(incoming.data, key, turn.who.telegram_id)
    except Unreadable:
        raise Refused(views.Stale()) from None


def notes_of_reply(turn: Turn, incoming: Incoming, key: bytes) -> Card | None:
    """A reply to a referral's card opens what can be noted, to a list of them the choice; it is not read itself."""
    try:
        taps = [decode(data, key, turn.who.telegram_id) for data in incoming.replied]
        about = {tap.referral for tap in taps if isinstance(tap, buttons.AboutReferral)}
        if not about:
            return None
        with turn.session.begin_nested():
            if len(about) > 1:
                return run(turn, "note", [])
            return noting.show(turn, buttons.ShowNotes(about.pop(), turn.today))
    except (Unreadable, Refused):
        return None
