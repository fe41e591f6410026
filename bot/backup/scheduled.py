"""The daily backup: whoever comes first takes it, in a process of its own, and another where that one died."""

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.backup import child, claims, folder
from bot.backup.taking import NotTaken
from bot.clock import STOCKHOLM, Clock
from bot.errors import StorageDown
from bot.settings import Settings
from bot.store import Store

log = structlog.get_logger()
LOOKED_AT = CronTrigger(minute="*/10", timezone=STOCKHOLM)
"""Ten to five is one of these moments; the others find what was missed, and what somebody left who died."""
NAME = "backup"


class Scheduled:
    """The daily backup of one process of the bot; many may have one, and one of them takes it."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock

    def add_to(self, scheduler: AsyncIOScheduler) -> None:
        """Look at once and then every ten minutes; without recipients say in the log that there are no backups."""
        if not self._settings.backup_recipients:
            if not self._settings.local_telegram:
                log.warning("no backups are taken: BACKUP_RECIPIENTS is not set, see `python -m bot backup keys`")
            return
        for job_id, trigger in ((NAME, LOOKED_AT), (f"{NAME} at once", None)):
            scheduler.add_job(
                *(self.look, trigger),
                id=job_id,
                replace_existing=True,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )

    async def look(self) -> bool:
        """Take today's backup if it is due and nobody has or is at it.

        A failure leaves the row unfinished: it is told where rows are looked at, and tried again after the lease.

        Returns:
            Whether one was taken and verified.
        """
        try:
            return await self._take()
        except StorageDown as down:
            log.error("backup not taken, it stays due", error=str(down))  # noqa: TRY400 - says what is needed
        except NotTaken as no:
            log.error("backup not taken, it is tried again later", said=str(no))  # noqa: TRY400 - without a value
        except OSError as wrong:
            log.error("backup folder cannot be used", error=wrong.strerror)  # noqa: TRY400 - without a path
        return False

    async def _take(self) -> bool:
        day = await self._store.run(lambda session: claims.claim(session, self._store.now(session)))
        if day is None:
            return False
        settings, target = self._settings, self._settings.backup_folder / folder.name_of(day)
        patience = claims.LEASE.total_seconds() * 0.9
        url, now = settings.database_url, self._clock.now()
        taken = await child.take(url, settings.backup_recipients, target, now, patience)
        await self._store.run(lambda session: claims.finish(session, day, taken, self._store.now(session)))
        log.info("backup taken and verified", file=target.name, bytes=taken.size, rows=taken.rows)
        folder.tidy(settings.backup_folder, settings.backups_kept, self._clock.now())
        return True
