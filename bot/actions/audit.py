"""The trace of what was done."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from models import AuditEntry

INSERT = insert(AuditEntry)


def note(
    session: Session,
    member_id: int | None,
    act: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    *,
    allowed: bool = True,
) -> None:
    """Write who did (or was refused) `act` to which row, in the transaction of the act itself. No content."""
    entry = {"at": now, "member_id": member_id, "act": act, "subject": subject, "subject_id": subject_id}
    session.execute(INSERT, {**entry, "allowed": allowed})
