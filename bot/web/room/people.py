"""The people of the board and its partners."""

from bot.actions import directors, members, room_access, undertakings
from bot.pages import people
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn


def show(turn: Turn, ask: Ask) -> Outcome:
    """All of them."""
    return Shown(people.page(turn, ask.number("page")))


def person(turn: Turn, ask: Ask) -> Outcome:
    """One of them."""
    return Shown(people.person(turn, members.find(turn, ask.number("member"), Act.SEE_MEMBERS)))


def undertaking(turn: Turn, ask: Ask) -> Outcome:
    """Set until when a koordinator's undertaking holds."""
    member = undertakings.set_until(turn, ask.number("member"), ask.form.get("day", ""))
    return Goto(people.path(member), "undertaking_set")


def access(turn: Turn, ask: Ask) -> Outcome:
    """Close the room to somebody, or open it again."""
    closed = ask.form.get("closed") == "yes"
    member = room_access.close(turn, ask.number("member"), closed=closed)
    return Goto(people.path(member), "room_closed" if closed else "room_opened")


def director(turn: Turn, ask: Ask) -> Outcome:
    """Let a manager decide as the board's director, or no longer."""
    decides = ask.form.get("director") == "yes"
    member = directors.mark(turn, ask.number("member"), director=decides)
    return Goto(people.path(member), "director_set" if decides else "director_unset")


def keys(turn: Turn, ask: Ask) -> Outcome:
    """Let somebody choose a new PIN."""
    return Goto(people.path(room_access.reset(turn, ask.number("member"))), "keys_reset")
