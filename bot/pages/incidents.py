"""Incidents: who wrote, when, and what kind of thing it was; never what was written."""

from bot import incident_lists
from bot.turn import Turn
from messages import Word
from messages.room.pages import IncidentLine, IncidentsPage
from models import Incident, Member, Organisation

OPEN_SHOWN, CLOSED_SHOWN = 50, 20


def page(turn: Turn) -> IncidentsPage:
    """Those that are open, the oldest first, and below them those that were closed last."""
    waiting = incident_lists.theirs(turn, OPEN_SHOWN, closed=False)
    done = incident_lists.theirs(turn, CLOSED_SHOWN, closed=True)
    return IncidentsPage(
        tuple(_line(turn, incident) for incident in waiting), tuple(_line(turn, incident) for incident in done)
    )


def _line(turn: Turn, incident: Incident) -> IncidentLine:
    writer = turn.session.get_one(Member, incident.member_id)
    closer = turn.session.get(Member, incident.closed_by_id or 0)
    return IncidentLine(
        path=f"incident/{incident.id}",
        at=incident.at,
        writer=writer.name,
        unit=writer.unit or turn.session.get_one(Organisation, writer.organisation_id).name,
        kinds=tuple(Word(f"found.{kind}") for kind in incident.kinds),
        can_close=incident.closed_at is None and incident_lists.may_close(turn, incident),
        closed_at=incident.closed_at,
        closed_by=closer.name if closer else "",
        reported=incident.reported is True,
    )
