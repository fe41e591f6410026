"""One look at the database: everything that /readyz and /metrics tell of it, in one unit."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models import Alarm, AlarmKind, Backup, Heartbeat, Member, Notice, Pace, Quarantined, Service
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
    waiting, oldest = session.execute(waiting_notices(now)).one()
    backup = session.scalars(
        select(Backup).where(col(Backup.finished_at).is_not(None)).order_by(col(Backup.finished_at).desc()).limit(1)
    ).first()
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


def waiting_notices(now: datetime) -> Select[int, datetime]:
    """How many notices are due and not said, but for those that wait for a closed chat; when the oldest fell due."""
    return (
        select(func.count(), func.min(col(Notice.due_at)))
        .select_from(Notice)
        .join(Member, col(Member.id) == col(Notice.recipient_id))
        .where(col(Notice.sent_at).is_(None), col(Notice.dropped_at).is_(None))
        .where(col(Notice.due_at) <= now, col(Member.blocked_at).is_(None))
    )
