"""*/lediga*: what room a partner says it has, and the day that was last confirmed."""

from bot import audit, policy
from bot.policy import Act
from bot.turn import Turn
from models import Capacity, CapacityState


def confirm(turn: Turn, state: CapacityState) -> None:
    """Say what room there is today; saying the same again confirms it."""
    policy.require(turn.who, Act.SET_CAPACITY)
    organisation_id = turn.who.organisation_id
    row = turn.session.get(Capacity, organisation_id, with_for_update=True)
    if row is None:
        row = Capacity(organisation_id=organisation_id, state=state, assured_on=turn.today, assured_by_id=turn.who.id)
        turn.session.add(row)
    row.state, row.assured_on, row.assured_by_id = state, turn.today, turn.who.id
    audit.note(turn, "capacity", "organisation", organisation_id)
