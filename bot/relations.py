"""How the one who acts stands to a referral or an agreement, and how it stands with the referral."""

from bot import lookups
from bot.policy import Relation
from bot.turn import Turn
from models import Consent, Party, Referral, Role


def to_referral(turn: Turn, referral: Referral) -> Relation:
    """The relation that the policy's table asks for."""
    theirs = _whose(turn, referral)
    if theirs in (Relation.OTHER, Relation.GLASS):
        return theirs
    if referral.erased_at:
        return Relation.ERASED
    if not turn.session.get_one(Consent, referral.id).in_force(turn.today):
        return Relation.WITHDRAWN
    return theirs if referral.is_open else Relation.CLOSED


def to_agreement(turn: Turn, agreement_id: int) -> Relation:
    """The relation to an agreement: a party's, or a party's whose director one is."""
    if turn.session.get(Party, (agreement_id, turn.who.organisation_id)) is None:
        return Relation.OTHER
    return Relation.MANDATED if turn.who.director else Relation.OWN_ORGANISATION


def _whose(turn: Turn, referral: Referral) -> Relation:
    if turn.who.role is Role.KOORDINATOR:
        return Relation.OWN_ORGANISATION if referral.organisation_id == turn.who.organisation_id else Relation.OTHER
    if turn.who.role is not Role.CASEWORKER:
        return Relation.GLASS if lookups.glass_open(turn.session, turn.who.id, referral, turn.now) else Relation.OTHER
    if referral.referrer_id == turn.who.id:
        return Relation.OWN
    stood_in_for = lookups.stands_in_for(turn.session, turn.who.id, turn.today)
    return Relation.OWN if referral.referrer_id in stood_in_for else Relation.OTHER
