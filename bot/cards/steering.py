"""What the chat says of the steering group: that it meets, and that something is new. The rest is in the room."""

from bot import policy, relations
from bot.agreements import steering
from bot.cards.card import Card, Row
from bot.cards.common import room_row
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Agreement, Proposal, ProposalStatus, SteeringMeeting

CALLED_OFF, MOVED = "called_off", "moved"


def meeting(turn: Turn, row: SteeringMeeting, occasion: str) -> Card | None:
    """A meeting to come, as it stands now; nothing where it has begun, or `occasion` is about another time of it."""
    name = turn.session.get_one(Agreement, row.agreement_id).name
    if row.starts_at <= turn.now:
        return None
    if occasion == CALLED_OFF:
        return Card(views.SteeringMeetingOff(name, row.starts_at), _room(turn, row.agreement_id, f"meeting/{row.id}"))
    moved = occasion.startswith(f"{MOVED}:")
    if row.called_off_at or steering.occasion(row) != occasion.removeprefix(f"{MOVED}:").partition(":")[0]:
        return None
    view = views.SteeringMeeting(name, row.starts_at, ready=turn.today >= steering.ready_on(row), moved=moved)
    return Card(view, _room(turn, row.agreement_id, f"meeting/{row.id}"))


def proposal_news(turn: Turn, row: Proposal, occasion: str) -> Card | None:
    """That something is new about a proposal; nothing where it was withdrawn before its making was told of."""
    if occasion == "proposed" and row.status is ProposalStatus.WITHDRAWN:
        return None
    name = turn.session.get_one(Agreement, row.agreement_id).name
    return Card(views.ProposalNews(name), _room(turn, row.agreement_id, f"proposal/{row.id}"))


def _room(turn: Turn, agreement_id: int, path: str) -> tuple[Row, ...]:
    """The button to it, for those who may open it: whoever stands in for somebody may not."""
    may_read = policy.allows(turn.who.role, Act.READ_AGREEMENT, relations.to_agreement(turn, agreement_id))
    return room_row(turn, path) if may_read else ()
