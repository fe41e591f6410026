"""Who is told of a report: the board when it is handed in, the partner when it is judged or very late."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock, outbox, workdays
from bot.agreements import reports
from bot.outbox import Owed
from bot.turn import Turn
from models import (
    Agreement,
    AgreementStatus,
    Member,
    NoticeKind,
    Party,
    Report,
    ReportDuty,
    ReportRemark,
    Role,
)

VERY_LATE = timedelta(days=30)
"""So long after the last day the partner's managers are told as well."""
SLACK = timedelta(days=30)
"""What was late longer ago, when the bot was down or not yet there, is not brought up again."""


def tell_board(turn: Turn, agreement_id: int, report: Report, remark: ReportRemark) -> None:
    """Owe the managers of the agreement's board that a report was handed in."""
    _tell(turn, agreement_id, report, remark, (Role.MANAGER,))


def tell_partner(turn: Turn, agreement_id: int, report: Report, remark: ReportRemark) -> None:
    """Owe the partner's koordinatorer and managers what the board said of their report."""
    _tell(turn, agreement_id, report, remark, (Role.KOORDINATOR, Role.PARTNER_MANAGER))


def _tell(turn: Turn, agreement_id: int, report: Report, remark: ReportRemark, roles: Collection[Role]) -> None:
    theirs = (
        select(col(Member.id))
        .join(Party, col(Party.organisation_id) == col(Member.organisation_id))
        .where(col(Party.agreement_id) == agreement_id, col(Member.role).in_(roles))
        .where(col(Member.ended_at).is_(None))
        .order_by(col(Member.id))
    )
    outbox.owe_all(
        turn.session,
        [
            Owed(member_id, NoticeKind.REPORT_NEWS, report.id, str(remark.id), turn.now)
            for member_id in turn.session.scalars(theirs)
        ],
    )


def due(session: Session, now: datetime) -> int:
    """Owe the partner's managers, once, that a report has been late for 30 days; on a working day from 08:00.

    What was owed is not owed again, so that all is done in one go.

    Returns:
        0.
    """
    if not workdays.may_speak(now):
        return 0
    latest = clock.today(now) - VERY_LATE
    late = (
        select(col(ReportDuty.id), col(ReportDuty.due_on), col(Member.id))
        .join(Agreement, col(Agreement.id) == col(ReportDuty.agreement_id))
        .join(Party, col(Party.agreement_id) == col(Agreement.id))
        .join(Member, col(Member.organisation_id) == col(Party.organisation_id))
        .where(col(ReportDuty.received_at).is_(None), col(ReportDuty.due_on).between(latest - SLACK, latest))
        .where(col(Agreement.status) == AgreementStatus.AGREED)
        .where(col(Member.role) == Role.PARTNER_MANAGER, col(Member.ended_at).is_(None))
        .order_by(col(ReportDuty.id), col(Member.id))
    )
    owed = [
        Owed(member_id, NoticeKind.REPORT_NEWS, duty_id, f"{reports.LATE}-{due_on.isoformat()}", now)
        for duty_id, due_on, member_id in session.execute(late).all()
    ]
    outbox.owe_all(session, owed)
    return 0
