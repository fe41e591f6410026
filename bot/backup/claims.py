"""Whose turn it is to take today's backup: a row that is claimed, and claimed again where whoever had it died."""

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot import clock
from bot.backup.taking import Taken
from bot.upsert import insert_new
from models import Backup

HOUR, MINUTE = 4, 50
"""On the wall in Stockholm: after the night's cleaning and the anchor, and never between one and four."""
LEASE = timedelta(hours=1)
"""How long a claim holds: whoever is not done by then is ended, and somebody tries again."""


def due(now: datetime) -> date | None:
    """The day whose backup is to be there at `now` (aware); none before its hour."""
    day = clock.today(now)
    return day if now >= clock.at_local(day, HOUR, MINUTE) else None


def claim(session: Session, now: datetime) -> date | None:
    """Take upon oneself today's backup: nobody else has it for the time of a lease.

    Returns:
        The day; none where it is not due, is done, or somebody else is at it.
    """
    day = due(now)
    if day is None:
        return None
    fresh = insert_new(session, Backup).values(day=day, claimed_at=now, file="", size=0, digest="")
    if session.execute(fresh.returning(col(Backup.day))).first():
        return day
    again = (
        update(Backup)
        .where(col(Backup.day) == day, col(Backup.finished_at).is_(None), col(Backup.claimed_at) <= now - LEASE)
        .values(claimed_at=now)
        .returning(col(Backup.day))
    )
    return day if session.execute(again).first() else None


def finish(session: Session, day: date, taken: Taken, now: datetime) -> None:
    """Say that the backup of `day` was written and verified."""
    said = {"finished_at": now, "file": Path(taken.file).name, "size": taken.size, "digest": taken.digest}
    session.execute(update(Backup).where(col(Backup.day) == day).values(**said))


def newest(session: Session) -> Backup | None:
    """The newest backup that was written and verified."""
    finished = select(Backup).where(col(Backup.finished_at).is_not(None))
    return session.scalars(finished.order_by(col(Backup.finished_at).desc()).limit(1)).first()
