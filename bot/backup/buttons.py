"""Old buttons after a restore: they name rows by number, and numbers that were lost are given anew, to other rows."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.backup.aftermath import ACT, SUBJECT
from models import AuditEntry

LAST = select(func.max(col(AuditEntry.at))).where(
    col(AuditEntry.subject) == SUBJECT, col(AuditEntry.subject_id).is_(None), col(AuditEntry.act) == ACT
)


def mark(session: Session) -> str:
    """What to add to the token from which the buttons' key is made: another after each restore, empty before any.

    A button of before it is then one of another key: it does nothing, and whoever taps it is shown what is there now.
    """
    at: datetime | None = session.scalars(LAST).one()
    return f" restored {at.astimezone(UTC).isoformat(timespec='microseconds')}" if at is not None else ""
