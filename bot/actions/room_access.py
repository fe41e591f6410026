"""Who may come into the room: a manager closes it to somebody, or lets them choose new keys."""

from bot.actions import door, factors, members
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Member


def close(turn: Turn, member_id: int, *, closed: bool) -> Member:
    """Close the room to a member, or open it again; the next request feels it.

    Raises:
        Refused: not theirs to change, or oneself.
    """
    member = _other(turn, member_id)
    if (member.locked_out_at is not None) != closed:
        door.lock_out(turn, member, out=closed)
    return member


def reset(turn: Turn, member_id: int) -> Member:
    """Take a member's ways in away, and end what they have open: they choose a new PIN the next time.

    Raises:
        Refused: not theirs to change, or oneself.
    """
    member = _other(turn, member_id)
    was_closed = member.locked_out_at is not None
    factors.forget_all(turn, member)
    door.lock_out(turn, member, out=True)  # ends their sessions
    if not was_closed:
        door.lock_out(turn, member, out=False)
    return member


def _other(turn: Turn, member_id: int) -> Member:
    member = members.find(turn, member_id, Act.CHANGE_MEMBER)
    if member.id == turn.who.id:
        raise Refused(views.NotAllowed())
    return member
