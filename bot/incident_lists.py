"""Incidents of a board's circle, and whose they are to close."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from bot import lookups, policy
from bot.policy import Act, Relation
from bot.turn import Turn
from models import Incident, Member, Organisation, Role


def theirs(turn: Turn, most: int, *, closed: bool) -> Sequence[Incident]:
    """Up to `most` incidents of the reader's board and its partners, those that are open or those that are closed.

    The open ones come in the order in which they happened, the closed ones with the newest first.

    Raises:
        Refused: the role closes none.
    """
    policy.require(turn.who, Act.CLOSE_INCIDENT)
    circle = lookups.board_circle(turn.session, turn.who.organisation_id)
    of_circle = (
        select(Incident)
        .join(Member, col(Member.id) == col(Incident.member_id))
        .where(col(Member.organisation_id).in_(circle))
        .limit(most)
    )
    if closed:
        shown = of_circle.where(col(Incident.closed_at).is_not(None)).order_by(col(Incident.closed_at).desc())
    else:
        shown = of_circle.where(col(Incident.closed_at).is_(None)).order_by(col(Incident.id))
    return turn.session.scalars(shown).all()


def may_close(turn: Turn, incident: Incident) -> bool:
    """Whether it is the reader's to close: nobody closes their own while there is another manager."""
    return policy.allows(turn.who.role, Act.CLOSE_INCIDENT, relation(turn, incident))


def relation(turn: Turn, incident: Incident) -> Relation:
    """How the one who acts stands to it: it is their own only while somebody else could close it."""
    writer = turn.session.get_one(Member, incident.member_id)
    if writer.organisation_id not in lookups.board_circle(turn.session, turn.who.organisation_id):
        return Relation.OTHER
    if writer.id != turn.who.id:
        return Relation.OWN_ORGANISATION
    return Relation.OWN if closers(turn, writer) - {writer.id} else Relation.OWN_ORGANISATION


def closers(turn: Turn, writer: Member) -> set[int]:
    """The managers of the writer's board, or of the boards that a partner works for."""
    home = turn.session.get_one(Organisation, writer.organisation_id)
    boards = [home.id] if home.is_board else lookups.boards_of(turn.session, home.id, turn.today)
    return {member.id for board in boards for member in lookups.members(turn.session, board, Role.MANAGER)}
