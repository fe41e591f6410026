"""What is looked at each minute: whether workers live, notices are said, backups are taken, and the disk has room."""

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from bot import outbox
from bot.backup import claims
from bot.watch import alarms, beats
from bot.watch.health import BACKUP_EVERY
from bot.watch.watch import Watch
from models import AlarmKind, Backup, Pace

WORKER_SILENT = timedelta(minutes=2)
STUCK = timedelta(minutes=5)
LEAST_SHARE, LEAST_BYTES = 0.05, 500 * 1000 * 1000
TWICE_SECONDS = 30.0
"""Trouble must be seen twice, so far apart by a stopwatch: a clock that is moved makes everything look old at once."""


class Checks:
    """The looks of one process. `moment` is the time by which rows are compared; `folders` must have room."""

    def __init__(
        self,
        watch: Watch,
        moment: Callable[[Session], datetime],
        folders: Sequence[Path] = (),
        *,
        backed_up: bool = False,
    ) -> None:
        self._watch = watch
        self._moment = moment
        self._folders = folders
        self._backed_up = backed_up
        self._suspected: dict[AlarmKind, float] = {}

    def look(self, session: Session, _now: datetime) -> int:
        """Look at everything, as a tick does."""
        now = self._moment(session)
        self._judge(session, AlarmKind.WORKER_AWAY, self._worker_missed(session, now), now)
        self._judge(session, AlarmKind.STUCK_NOTICES, self._stuck(session, now), now)
        self._judge(session, AlarmKind.BACKUP_LATE, self._backup_late(session, now), now)
        self._judge(session, AlarmKind.BACKUP_FAILED, self._backup_failed(session, now), now)
        self._judge(session, AlarmKind.DISK_LOW, now if any(map(is_full, self._folders)) else None, now)
        alarms.end_silent(session, now)
        return 0

    def look_for_workers(self, session: Session) -> None:
        """Look whether anybody says what is owed: all that `web` looks at."""
        now = self._moment(session)
        self._judge(session, AlarmKind.WORKER_AWAY, self._worker_missed(session, now), now)

    def has_worker(self, session: Session) -> bool:
        """Whether somebody says what is owed."""
        return beats.any_worker(session, self._moment(session), WORKER_SILENT)

    def _judge(self, session: Session, kind: AlarmKind, since: datetime | None, now: datetime) -> None:
        if since is None:
            self._suspected.pop(kind, None)
            if kind in alarms.STANDING:
                alarms.end(session, kind, now)
            return
        first = self._suspected.setdefault(kind, self._watch.stopwatch())
        if self._watch.stopwatch() - first >= TWICE_SECONDS:
            alarms.go_on(session, kind, since, now)

    def _worker_missed(self, session: Session, now: datetime) -> datetime | None:
        missed = beats.missing_worker(session, now, WORKER_SILENT)
        if missed or beats.any_worker(session, now, WORKER_SILENT):
            return missed
        started = self._watch.started_at
        return started if started < now - WORKER_SILENT else None

    def _stuck(self, session: Session, now: datetime) -> datetime | None:
        """Since when the oldest waits that could have been said."""
        silent_until = session.scalars(select(col(Pace.next_at))).first()
        if not self._watch.telegram.is_here or (silent_until and silent_until > now + STUCK):
            return None
        _, oldest = outbox.waiting(session, now)
        return oldest if oldest and oldest < now - STUCK else None

    def _backup_failed(self, session: Session, now: datetime) -> datetime | None:
        """Since when a backup was to be taken that nobody finished in time."""
        newest = session.scalars(select(Backup).order_by(col(Backup.day).desc()).limit(1)).first()
        if newest is None or newest.finished_at or newest.claimed_at > now - claims.LEASE:
            return None
        return newest.claimed_at

    def _backup_late(self, session: Session, now: datetime) -> datetime | None:
        if not self._backed_up:
            return None
        newest = claims.newest(session)
        last = newest.finished_at if newest and newest.finished_at else self._watch.started_at
        return last if last < now - BACKUP_EVERY else None


def is_full(folder: Path) -> bool:
    """Whether less than 5 % or 500 MB is free where `folder`, or the nearest above it that exists, lies."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    space = shutil.disk_usage(there)
    return space.free < LEAST_BYTES or space.free < LEAST_SHARE * space.total
