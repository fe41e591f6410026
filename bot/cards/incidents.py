"""That something stood in a chat which tells who a person is: when and in which unit, no more."""

from bot import clock, policy
from bot.cards.card import Card
from bot.cards.common import MENU, room_row
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Incident, Member, Organisation


def card(turn: Turn, incident: Incident) -> Card:
    """To those who answer for the writer; those who can close it get the way there."""
    writer = turn.session.get_one(Member, incident.member_id)
    unit = writer.unit or turn.session.get_one(Organisation, writer.organisation_id).name
    can_close = policy.allows(turn.who.role, Act.CLOSE_INCIDENT)
    room = room_row(turn, "incidents") if can_close else ()
    return Card(views.IncidentInChat(unit, clock.today(incident.at), can_close=bool(room)), (*room, *MENU))
