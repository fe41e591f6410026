"""Requests to break the glass: which wait and for whom, who can answer, and why it was asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from bot import lookups
from bot.sealed import Unsealable
from bot.sealed.places import glass_place
from bot.turn import Turn
from models import Glass, Member, Referral, Role

ANSWERED_WITHIN = timedelta(hours=24)
"""What nobody answers by then lapses."""
OPEN_FOR = timedelta(minutes=60)
SHORTEST, LONGEST = 20, 2000
"""Characters of a reason."""
ANSWERERS = (Role.MANAGER, Role.ADMINISTRATOR)


def is_waiting(glass: Glass, now: datetime) -> bool:
    """Whether it can still be answered."""
    return glass.opened_at is None and glass.refused_at is None and now < glass.asked_at + ANSWERED_WITHIN


def waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The same of rows."""
    return (
        col(Glass.opened_at).is_(None),
        col(Glass.refused_at).is_(None),
        col(Glass.asked_at) > now - ANSWERED_WITHIN,
    )


def to_answer(turn: Turn) -> int:
    """How many requests wait for the one who looks."""
    theirs = (*waiting(turn.now), of_board(turn.who.organisation_id), col(Glass.asked_by_id) != turn.who.id)
    return turn.session.scalars(select(func.count()).select_from(Glass).where(*theirs)).one()


def of_board(organisation_id: int) -> ColumnElement[bool]:
    """Whether a request is about a referral of the board."""
    staff = select(col(Member.id)).where(col(Member.organisation_id) == organisation_id)
    return col(Glass.referral_id).in_(select(col(Referral.id)).where(col(Referral.referrer_id).in_(staff)))


def reason(turn: Turn, glass: Glass, referral: Referral) -> str | None:
    """Why it was asked for; nothing where the person's file is erased. The caller has asked the policy."""
    try:
        place = glass_place(referral.id, glass.asked_by_id)
        return turn.vault.open(turn.session, referral.person, glass.sealed_reason, place)
    except Unsealable:
        return None


def answerers(session: Session, member: Member) -> Sequence[Member]:
    """Who can open what `member` asks for: the board's other managers and administrators who can enter the room."""
    return [
        other
        for other in lookups.members(session, member.organisation_id)
        if other.role in ANSWERERS and other.id != member.id and other.locked_out_at is None
    ]
