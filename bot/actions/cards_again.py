"""Answers that could not be said: their card is owed, once per member, until it is said or another answer was."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from bot import outbox
from models import Member, NoticeKind, Referral

DONE, REFUSED = "done", "refused"
"""Whether what was asked for was done: the first word of the notice's occasion."""


def occasion(update_id: int, *, refused: bool) -> str:
    """The answer to an update: whether it was a no, and to which."""
    return f"{REFUSED if refused else DONE}:{update_id}"


def owe(
    session: Session,
    telegram_id: int,
    referrals: Collection[int],
    codes: Collection[str],
    occasion: str,
    now: datetime,
) -> int | None:
    """Owe whoever has `telegram_id` their card again; what was owed of the kind before is not said any more.

    Args:
        session: the transaction's.
        telegram_id: of a member; strangers are owed nothing.
        referrals: the ids of those that the answer's buttons were about.
        codes: of the referrals that it showed.
        occasion: which answer it was.
        now: aware.

    Returns:
        The member's id, if there is one.
    """
    current = select(Member).where(col(Member.telegram_id) == telegram_id, col(Member.ended_at).is_(None))
    member = session.scalars(current.with_for_update(key_share=True)).first()
    if member is None:
        return None
    outbox.drop_unsaid(session, member.id, NoticeKind.CARD_AGAIN, "a newer one", now)
    about = _the_one(session, referrals, codes)
    outbox.owe(session, member.id, NoticeKind.CARD_AGAIN, about, f"{occasion}:{now.isoformat()}", now)
    return member.id


def answered(session: Session, member_id: int, now: datetime) -> None:
    """A later answer was said: no older card is to come below it."""
    outbox.drop_unsaid(session, member_id, NoticeKind.CARD_AGAIN, "answered since", now)


def _the_one(session: Session, referrals: Collection[int], codes: Collection[str]) -> int:
    """The one referral that the answer was about; 0 where it was about none, or several."""
    if len(referrals) == 1:
        return next(iter(referrals))
    if referrals or len(codes) != 1:
        return 0
    return session.scalars(select(col(Referral.id)).where(col(Referral.code).in_(codes))).first() or 0
