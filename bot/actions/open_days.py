"""*/oppet*: the days on which a partner is there. All clocks that wait for it count those."""

from bot import audit, policy
from bot.actions import waiting
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Organisation

WEEK = range(1, 8)


def set_day(turn: Turn, weekday: int, *, is_open: bool) -> None:
    """Be there, or not, on an ISO weekday (1 is Monday); what waits for the partner is counted anew.

    Raises:
        Refused: no such day, or the last one.
    """
    policy.require(turn.who, Act.SET_OPEN_DAYS)
    partner = turn.session.get_one(Organisation, turn.who.organisation_id, with_for_update=True)
    days = {*partner.open_days, weekday} if is_open else {*partner.open_days} - {weekday}
    if weekday not in WEEK:
        raise Refused(views.Stale())
    if not days:
        raise Refused(views.OneOpenDay())
    if days != set(partner.open_days):
        partner.open_days, partner.days_by_partner = sorted(days), True
        turn.session.flush()
        waiting.replan(turn.session, [partner.id])
        audit.note(turn, "open_days", "organisation", partner.id)
