"""The trace of what was done, written in the transaction of the act itself. No content."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from bot.turn import Turn
from models import AuditEntry
from models.base import table_of

INSERT = insert(table_of(AuditEntry))


def note(turn: Turn, act: str, subject: str, subject_id: int | None, *, allowed: bool = True) -> None:
    """Write that the one who acts did (or was refused) `act` to a row of `subject`, and on which screen."""
    write(turn.session, turn.who.id, act, subject, subject_id, turn.now, allowed=allowed, screen=turn.screen)


def write(
    session: Session,
    member_id: int | None,
    act: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    *,
    allowed: bool = True,
    screen: str = "",
) -> None:
    """The same where nobody's turn it is: the command line, a stranger, the clock."""
    entry = {"at": now, "member_id": member_id, "act": act, "subject": subject, "subject_id": subject_id}
    session.execute(INSERT, {**entry, "allowed": allowed, "screen": screen})
