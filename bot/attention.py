"""What needs a manager: people who wait, agreements that end, reports that are late."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models import (
    OPEN,
    Agreement,
    AgreementStatus,
    Intention,
    Member,
    Organisation,
    OrganisationKind,
    Party,
    Referral,
    ReportDuty,
)

AHEAD = timedelta(days=90)
BEHIND = timedelta(days=365)
DAY = timedelta(days=1)


def waiting(
    session: Session, board_id: int, unit: str, today: date, most: int
) -> tuple[Sequence[tuple[Referral, str]], int]:
    """Referrals of the unit (empty: the whole board) that a partner owes an answer, the longest waiting first.

    Returns:
        The first `most` of them, each with the partner's alias; and how many there are.
    """
    referrers = select(col(Member.id)).where(col(Member.organisation_id) == board_id)
    if unit:
        referrers = referrers.where(col(Member.unit) == unit)
    theirs = (
        col(Referral.referrer_id).in_(referrers),
        col(Referral.status).in_(OPEN),
        col(Referral.waiting_since) <= today,
    )
    rows = session.execute(
        select(Referral, col(Organisation.alias))
        .join(Organisation, col(Organisation.id) == col(Referral.organisation_id))
        .where(*theirs)
        .order_by(col(Referral.waiting_since), col(Referral.id))
        .limit(most)
    ).all()
    total = session.scalars(select(func.count()).select_from(Referral).where(*theirs)).one()
    return [(referral, alias or "") for referral, alias in rows], total


def ending(session: Session, board_id: int, today: date) -> Sequence[Agreement]:
    """The board's agreements that end within 90 days, or ended within a year, and that nothing follows without a gap.

    What follows after a gap counts from the day it begins. Those that still run come first, the one that ends soonest
    on top.
    """
    left = and_(col(Agreement.valid_to) < today, col(Agreement.intention).is_not_distinct_from(Intention.LET_LAPSE))
    successor = aliased(Agreement)
    begins = (
        select(func.min(col(successor.valid_from)))
        .where(col(successor.follows) == col(Agreement.name), col(successor.status) == AgreementStatus.AGREED)
        .correlate(Agreement)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Agreement, begins)
        .where(_of(board_id), col(Agreement.status) == AgreementStatus.AGREED)
        .where(col(Agreement.valid_to) >= today - BEHIND, col(Agreement.valid_to) <= today + AHEAD)
        .where(~left)
        .order_by(col(Agreement.valid_to) < today, col(Agreement.valid_to), col(Agreement.name))
    ).all()
    return [row for row, after in rows if after is None or after > max(row.valid_to + DAY, today)]


def late_reports(session: Session, board_id: int, today: date) -> Sequence[tuple[ReportDuty, Agreement]]:
    """Reports of the board's agreements that should have come and have not, the one that is longest overdue first."""
    rows = session.execute(
        select(ReportDuty, Agreement)
        .join(Agreement, col(Agreement.id) == col(ReportDuty.agreement_id))
        .where(_of(board_id))
        .where(col(ReportDuty.received_at).is_(None), col(ReportDuty.due_on) < today)
        .order_by(col(ReportDuty.due_on), col(ReportDuty.id))
    ).all()
    return [(duty, agreement) for duty, agreement in rows]


def aliases(session: Session, agreement_ids: Sequence[int]) -> dict[int, str]:
    """What the partners of each agreement go by, in the agreement's order: `B2` or `C1, C2`."""
    rows = session.execute(
        select(col(Party.agreement_id), col(Organisation.alias))
        .join(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.agreement_id).in_(agreement_ids), col(Organisation.kind) == OrganisationKind.PARTNER)
        .order_by(col(Party.agreement_id), col(Party.position))
    ).all()
    found: dict[int, str] = {}
    for agreement_id, alias in rows:
        found[agreement_id] = f"{found[agreement_id]}, {alias}" if agreement_id in found else alias or ""
    return found


def _of(board_id: int) -> ColumnElement[bool]:
    return col(Agreement.id).in_(select(col(Party.agreement_id)).where(col(Party.organisation_id) == board_id))
