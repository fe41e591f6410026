"""Whether a partner can be referred to now: an agreement in force, somebody who is there, and room."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot import capacities, lookups
from bot.actions import no_agreement
from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import Agreement, CapacityState, Member, Organisation

PARTNER = select(Organisation).where(col(Organisation.id) == bindparam("id"))
STANDING = PARTNER.with_for_update(read=True).execution_options(populate_existing=True)
"""Nobody ends its last koordinator meanwhile."""


@dataclass(frozen=True)
class Receiver:
    """A partner that takes somebody in: under which agreement, and who there hears of it."""

    partner: Organisation
    agreement: Agreement
    koordinators: Sequence[Member]


def receiver(turn: Turn, organisation_id: int) -> Receiver:
    """The partner, if a referral to it would reach somebody today under an agreement in force.

    Raises:
        Refused: with what stands in the way.
    """
    partner = turn.session.scalars(STANDING, {"id": organisation_id}).first()
    if partner is None:
        raise Refused(views.Stale())
    agreement = lookups.agreement_for(turn.session, partner.id, turn.today)
    if agreement is None:
        raise Refused(no_agreement.why(turn.session, partner, turn.today))
    koordinators = lookups.koordinators(turn.session, partner.id)
    if not any(member.blocked_at is None for member in koordinators):
        raise Refused(views.NobodyThere(partner.alias or ""))
    return Receiver(partner, agreement, koordinators)


def ready(turn: Turn, organisation_id: int) -> Receiver:
    """The partner, if it can be sent somebody new today: the same, and it is not full.

    Raises:
        Refused: with what stands in the way.
    """
    found = receiver(turn, organisation_id)
    if capacities.of(turn.session, organisation_id) is CapacityState.FULL:
        raise Refused(views.PartnerFull(found.partner.alias or ""))
    return found
