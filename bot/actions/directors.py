"""Who decides as a board's director (*förvaltningschef* or *stadsdelsdirektör*), within the board's mandate."""

from bot import audit
from bot.actions import members
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Member, Role


def mark(turn: Turn, member_id: int, *, director: bool) -> Member:
    """Let a board's manager decide as its director, or no longer. The same again does no more.

    Raises:
        Refused: not an administrator's doing, nobody of theirs, or no manager of a board.
    """
    member = members.find(turn, member_id, Act.CHANGE_MEMBER)
    if turn.who.role is not Role.ADMINISTRATOR or member.role is not Role.MANAGER:
        raise Refused(views.NotAllowed())
    if member.director != director:
        member.director = director
        audit.note(turn, "director" if director else "not_director", "member", member.id)
    return member
