"""What persons have asked for under GDPR: whose it is to decide, by when, and what it says."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import clock, lookups
from bot.sealed import Unsealable
from bot.sealed.places import rights_place
from bot.turn import Turn
from models import Member, Referral, RightsRequest

MONTHS = 1
"""GDPR art. 12(3): the person is answered within one month."""


def answer_by(request: RightsRequest) -> date:
    """The last day to answer."""
    return clock.months_later(request.asked_on, MONTHS)


def is_for(turn: Turn, request: RightsRequest) -> bool:
    """Whether the one who acts answers for the unit of the referral's referrer."""
    referral = turn.session.get_one(Referral, request.referral_id)
    managers = lookups.managers_of_referrer(turn.session, referral.referrer_id)
    return turn.who.id in {manager.id for manager in managers}


def waiting(turn: Turn) -> list[RightsRequest]:
    """What waits for a decision by the one who acts, the oldest first."""
    board = select(col(Referral.id)).join(Member, col(Member.id) == col(Referral.referrer_id))
    ours = board.where(col(Member.organisation_id) == turn.who.organisation_id)
    rows = turn.session.scalars(
        select(RightsRequest)
        .where(col(RightsRequest.decision).is_(None), col(RightsRequest.sealed_request).is_not(None))
        .where(col(RightsRequest.referral_id).in_(ours))
        .order_by(col(RightsRequest.asked_on), col(RightsRequest.id))
    )
    return [row for row in rows if is_for(turn, row)]


def of_client(turn: Turn, mark: str) -> Sequence[RightsRequest]:
    """What was asked for about the client `mark`, the newest first."""
    theirs = select(RightsRequest).where(col(RightsRequest.client) == mark)
    return turn.session.scalars(theirs.order_by(col(RightsRequest.id).desc())).all()


def words(turn: Turn, request: RightsRequest) -> str:
    """What is asked for; empty where it cannot be opened."""
    return _opened(turn, request, request.sealed_request, "sealed_request")


def grounds(turn: Turn, request: RightsRequest) -> str:
    """The grounds of the decision; empty where there is none, or it cannot be opened."""
    return _opened(turn, request, request.sealed_grounds, "sealed_grounds")


def _opened(turn: Turn, request: RightsRequest, sealed: bytes | None, column: str) -> str:
    if sealed is None:
        return ""
    try:
        return turn.vault.open(turn.session, request.client, sealed, rights_place(column, request.id))
    except Unsealable:
        return ""
