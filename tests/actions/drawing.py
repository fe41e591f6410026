"""Reads in October 2022, and drawing those that are looked at on the first working day after."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.clock import at_local
from models import AuditEntry, LogReview
from tests.web.room_managers.board import drawn

NOON = at_local(date(2022, 10, 12), 12)
FIRST_MORNING = at_local(date(2022, 11, 1), 8)


def draw(session: Session, at: datetime = FIRST_MORNING, seed: int = 7) -> list[LogReview]:
    """Draw last month's reads, as at `at`; all that anybody was ever given to look at."""
    drawn(session, at, seed)
    return list(session.exec(select(LogReview).order_by(col(LogReview.id))))


def every_minute(start: datetime, count: int) -> list[datetime]:
    """So many moments from `start` on, three minutes apart."""
    return [start + timedelta(minutes=3 * number) for number in range(count)]


def log_entries(session: Session) -> dict[int, int | None]:
    """Who made each entry in the audit, by its id."""
    return {entry.id: entry.member_id for entry in session.exec(select(AuditEntry))}
