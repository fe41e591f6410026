"""Before an agreement ends: both sides are told which referrals are still open under it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot import clock, outbox, reminding, workdays
from bot.outbox import Owed
from models import OPEN, Agreement, AgreementStatus, Member, NoticeKind, Party, Referral, Role

LEAD = timedelta(days=30)
SLACK = timedelta(days=reminding.SLACK)


def due(session: Session, now: datetime) -> int:
    """Owe those concerned that referrals are open under agreements that end, 30 days before, from 08:00.

    Told are the referrers, the partners' koordinatorer and the managers of their boards and units, once for an end;
    who comes to be concerned later is told then. What was owed is not owed again, so that all is done in one go.

    Returns:
        0.
    """
    if not workdays.may_speak(now):
        return 0
    today = clock.today(now)
    outbox.owe_all(
        session,
        [
            Owed(member_id, NoticeKind.OPEN_AT_END, agreement.id, agreement.valid_to.isoformat(), now)
            for agreement in _ending(session, today)
            if workdays.on_or_before(agreement.valid_to - LEAD) <= today
            if not reminding.is_followed(session, agreement)
            for member_id in _concerned(session, agreement)
        ],
    )
    return 0


def _ending(session: Session, today: date) -> Sequence[Agreement]:
    """Agreements that end soon and have open referrals."""
    still_open = exists(
        select(col(Referral.id)).where(col(Referral.agreement_id) == col(Agreement.id), col(Referral.status).in_(OPEN))
    )
    return session.scalars(
        select(Agreement)
        .where(col(Agreement.status) == AgreementStatus.AGREED, still_open)
        .where(col(Agreement.valid_to) >= today, col(Agreement.valid_to) <= today + LEAD + SLACK)
        .order_by(col(Agreement.valid_to), col(Agreement.id))
    ).all()


def _concerned(session: Session, agreement: Agreement) -> Sequence[int]:
    """The ids of those who refer, receive or answer for an open referral under the agreement."""
    referrer = aliased(Member)
    boards = select(col(Party.organisation_id)).where(col(Party.agreement_id) == agreement.id)
    theirs = or_(
        col(Member.id) == col(Referral.referrer_id),
        (col(Member.role) == Role.KOORDINATOR) & (col(Member.organisation_id) == col(Referral.organisation_id)),
        (col(Member.role) == Role.MANAGER)
        & (col(Member.organisation_id) == col(referrer.organisation_id))
        & col(Member.organisation_id).in_(boards)
        & col(Member.unit).in_(("", col(referrer.unit))),
    )
    return session.scalars(
        select(col(Member.id))
        .select_from(Referral)
        .join(referrer, col(referrer.id) == col(Referral.referrer_id))
        .join(Member, theirs)
        .where(col(Referral.agreement_id) == agreement.id, col(Referral.status).in_(OPEN))
        .where(col(Member.ended_at).is_(None))
        .distinct()
        .order_by(col(Member.id))
    ).all()
