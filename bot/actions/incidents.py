"""Incidents: something that tells who a person is stood in the chat. That it did is kept, never what it said."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import col

from bot import audit, incident_lists, lookups, outbox, policy
from bot.errors import Refused
from bot.outbox import Owed
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Incident, Member, NoticeKind, Role

SUBJECT = "incident"


def report(turn: Turn, kinds: Collection[str]) -> Incident:
    """Keep that the one who acts sent something of these kinds, and tell those who answer for it at once.

    GDPR art. 33(5): every breach is documented; art. 33(1): it is reported within 72 hours where it may harm.
    """
    incident = Incident(at=turn.now, member_id=turn.who.id, kinds=sorted(kinds))
    turn.session.add(incident)
    turn.session.flush()
    audit.note(turn, "sent_identifying", SUBJECT, incident.id)
    owed = [Owed(each, NoticeKind.INCIDENT, incident.id, "came", turn.now) for each in sorted(_to_tell(turn, turn.who))]
    outbox.owe_all(turn.session, owed)
    return incident


def close(turn: Turn, incident_id: int, *, reported: bool) -> Incident:
    """Say whether it was reported as a breach; a second time changes nothing.

    Raises:
        Refused: there is none, or it is not theirs to close.
    """
    incident = turn.session.get(Incident, incident_id, with_for_update=True)
    if incident is None:
        raise Refused(views.NotFound())
    policy.require(turn.who, Act.CLOSE_INCIDENT, incident_lists.relation(turn, incident))
    if incident.closed_at is None:
        incident.closed_at, incident.closed_by_id, incident.reported = turn.now, turn.who.id, reported
        audit.note(turn, "report_breach" if reported else "close_incident", SUBJECT, incident.id)
    return incident


def _to_tell(turn: Turn, writer: Member) -> set[int]:
    """Who answers for the writer, and the managers who can close it; the writer only where there is no other."""
    responsible = {member.id for member in lookups.responsible_for(turn.session, writer, turn.today)}
    told = responsible | (incident_lists.closers(turn, writer) if not _any_closes(turn, responsible) else set())
    return told - {writer.id} or told


def _any_closes(turn: Turn, members: set[int]) -> bool:
    roles = turn.session.scalars(select(col(Member.role)).where(col(Member.id).in_(members)))
    return Role.MANAGER in set(roles)
