"""What /readyz says: each part by name, how it is and since when, and whether this process takes in what comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.watch.beats import FRESH, WORKERS
from bot.watch.look import Away, Looker
from bot.watch.reading import Reading
from bot.watch.watch import Watch
from models import Service

FRESH_SECONDS = 1.0
BACKUP_EVERY = timedelta(hours=26)
"""A day, and two hours for the backup itself and for a night when the clocks change."""
OK, AWAY, LATE = "ok", "away", "late"


@dataclass(frozen=True)
class Part:
    """One part: `since` is when it came to be so, where that is known."""

    state: str
    since: datetime | None = None

    def told(self) -> dict[str, str | None]:
        """As /readyz writes it."""
        return {"state": self.state, "since": self.since.isoformat(timespec="seconds") if self.since else None}


@dataclass(frozen=True)
class Health:
    """How the process and what it needs are. `ready`: it takes in what comes."""

    ready: bool
    parts: dict[str, Part]

    @property
    def word(self) -> str:
        """`ok`; `degraded`, where it takes in what comes but not all is well; else `unready`."""
        if not self.ready:
            return "unready"
        return "degraded" if any(part.state in (AWAY, LATE) for part in self.parts.values()) else OK

    def told(self) -> dict[str, Any]:
        """The body of /readyz."""
        return {"status": self.word, **{name: part.told() for name, part in self.parts.items()}}


async def examine(looker: Looker, watch: Watch, service: Service, *, backed_up: bool) -> Health:
    """How everything is.

    Args:
        looker: who looks at the database.
        watch: what this process has seen.
        service: what this process is.
        backed_up: whether backups are to be taken.
    """
    telegram = Part(OK if watch.telegram.is_here else AWAY, watch.telegram.since)
    try:
        reading = await looker.look(FRESH_SECONDS)
    except Away:
        watch.storage.failed()
        away = Part(AWAY, watch.storage.since)
        return Health(ready=False, parts={**_self(watch), "database": away, "telegram": telegram})
    if not reading.migrated:
        unmigrated = Part("not migrated")
        return Health(ready=False, parts={**_self(watch), "database": unmigrated, "telegram": telegram})
    parts = {
        **_self(watch),
        "database": Part(OK, watch.storage.since if watch.storage.is_here else reading.at),
        "telegram": telegram,
        "worker": _worker(reading, watch, service),
        "backup": _backup(reading, watch.started_at, backed_up=backed_up),
    }
    return Health(ready=watch.is_ready, parts=parts)


def _self(watch: Watch) -> dict[str, Part]:
    return {"process": Part(OK if watch.is_ready else "starting or leaving", watch.started_at)}


def _worker(reading: Reading, watch: Watch, service: Service) -> Part:
    """Whoever says what is owed: this process itself, or the one that was heard of last."""
    if service in WORKERS:
        return Part(OK, watch.started_at)
    newest = max((at for one, at in reading.beats.items() if one in WORKERS), default=None)
    return Part(OK if newest and newest > reading.at - FRESH else AWAY, newest)


def _backup(reading: Reading, started_at: datetime, *, backed_up: bool) -> Part:
    late = backed_up and (reading.backup_at or started_at) < reading.at - BACKUP_EVERY
    return Part(LATE if late else OK if reading.backup_at else "none", reading.backup_at)
