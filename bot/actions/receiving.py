"""Whether a partner can be referred to now: an agreement in force, somebody who is there, and room."""

from bot import capacities, lookups
from bot.actions import no_agreement
from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import CapacityState, Organisation


def require_receivable(turn: Turn, partner: Organisation) -> None:
    """Go on only if a referral to `partner` would reach somebody today under an agreement in force.

    Raises:
        Refused: with what stands in the way.
    """
    alias = partner.alias or ""
    turn.session.get(Organisation, partner.id, with_for_update={"read": True})  # nobody ends its last koordinator now
    if lookups.agreement_for(turn.session, partner.id, turn.today) is None:
        raise Refused(no_agreement.why(turn.session, partner, turn.today))
    if not any(member.blocked_at is None for member in lookups.koordinators(turn.session, partner.id)):
        raise Refused(views.NobodyThere(alias))


def require_ready(turn: Turn, partner: Organisation) -> None:
    """Go on only if `partner` can be sent somebody new today: the same, and it is not full.

    Raises:
        Refused: with what stands in the way.
    """
    require_receivable(turn, partner)
    if capacities.of(turn.session, partner.id) is CapacityState.FULL:
        raise Refused(views.PartnerFull(partner.alias or ""))
