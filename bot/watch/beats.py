"""Heartbeats: each process says every 15 seconds that it is there, and when Telegram last answered it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.upsert import insert_new
from models import Heartbeat, Service

EVERY_SECONDS = 15.0
FRESH = timedelta(seconds=45)
"""A process that has missed three beats is away."""
FORGOTTEN = timedelta(days=1)
WORKERS = (Service.WORKER, Service.RUN)
"""Who says what is owed."""


def beat(session: Session, own: Heartbeat) -> None:
    """Write the process's row, and forget those that have been silent for a day."""
    values = {"at": own.at, "telegram_at": own.telegram_at}
    first = {"process": own.process, "service": own.service, "started_at": own.started_at, **values}
    session.execute(insert_new(session, Heartbeat).values(first))
    session.execute(update(Heartbeat).where(col(Heartbeat.process) == own.process).values(values))
    session.execute(delete(Heartbeat).where(col(Heartbeat.at) < own.at - FORGOTTEN))


def leave(session: Session, process: str) -> None:
    """Take the row away: the process has ended well, and nobody is to miss it."""
    session.execute(delete(Heartbeat).where(col(Heartbeat.process) == process))


def missing_worker(session: Session, now: datetime, since: timedelta) -> datetime | None:
    """Since when a worker is missed that has been silent for longer than `since`, and whom nobody has replaced.

    Whoever started after it fell silent stands in for it: a process that its supervisor starts anew has a new name.
    """
    workers = select(Heartbeat).where(col(Heartbeat.service).in_(WORKERS))
    alive = session.exec(workers.where(col(Heartbeat.at) >= now - since)).all()
    lost = workers.where(col(Heartbeat.at) < now - since).order_by(col(Heartbeat.at).desc()).limit(100)
    newest_start = max((one.started_at for one in alive), default=None)
    missed = [one.at for one in session.exec(lost) if newest_start is None or newest_start < one.at]
    return min(missed, default=None)


def any_worker(session: Session, now: datetime, since: timedelta) -> bool:
    """Whether some worker has been heard of within `since`."""
    heard = select(col(Heartbeat.process)).where(col(Heartbeat.service).in_(WORKERS), col(Heartbeat.at) >= now - since)
    return session.exec(heard.limit(1)).first() is not None
