"""One look at the database: everything that /readyz and /metrics tell of it, in one unit."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot import outbox
from bot.backup import claims
from models import Alarm, AlarmKind, Heartbeat, Pace, Quarantined, Service
from models.schema import is_current


@dataclass(frozen=True)
class Reading:
    """How things stood at `at`, by the database's clock. Nothing but `at` where the schema is not the code's."""

    at: datetime
    migrated: bool = True
    beats: dict[Service, datetime] = field(default_factory=dict)
    """The newest heartbeat of each service."""
    waiting: int = 0
    oldest_due: datetime | None = None
    silent_until: datetime | None = None
    """Until when Telegram has asked everybody to be silent."""
    backup_at: datetime | None = None
    backup_size: int = 0
    alarms: dict[AlarmKind, datetime] = field(default_factory=dict)
    """Which are open, and since when."""
    quarantined: int = 0


def read(session: Session, now: datetime) -> Reading:
    """Look at everything."""
    if not is_current(session.connection()):
        return Reading(now, migrated=False)
    waiting, oldest = outbox.waiting(session, now)
    backup = claims.newest(session)
    beats = select(col(Heartbeat.service), func.max(col(Heartbeat.at))).group_by(col(Heartbeat.service))
    alarms = select(col(Alarm.kind), col(Alarm.first_at)).where(col(Alarm.over_at).is_(None))
    return Reading(
        at=now,
        beats={row[0]: row[1] for row in session.execute(beats)},
        waiting=waiting,
        oldest_due=oldest,
        silent_until=session.scalars(select(col(Pace.next_at))).first(),
        backup_at=backup.finished_at if backup else None,
        backup_size=backup.size if backup else 0,
        alarms={row[0]: row[1] for row in session.execute(alarms)},
        quarantined=session.scalars(select(func.count()).select_from(Quarantined)).one(),
    )
