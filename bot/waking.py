"""The live timetable: APScheduler wakes us, the rows say what has fallen due."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from sqlmodel import Session
from structlog.contextvars import bound_contextvars

from bot.clock import STOCKHOLM, Clock
from bot.errors import StorageDown
from bot.failpoints import failpoint
from bot.logs import without_words
from bot.schedule import ClockWatch, Tick
from bot.store import Store
from bot.watch.watch import Watch
from models import AlarmKind

log = structlog.get_logger()
AGAIN_SECONDS = 60.0
AFTER_BUG_SECONDS = 600.0
CLOCK_LOOK_SECONDS = 30.0
More = Callable[[AsyncIOScheduler], None]


class Waker:
    """Does what falls due, again where it could not be done, and whatever the clock does."""

    def __init__(self, store: Store, clock: Clock, watch: Watch, owed: asyncio.Event) -> None:
        self._store = store
        self._clock = clock
        self._watch = watch
        self._owed = owed
        self.clock_look = CLOCK_LOOK_SECONDS
        """Seconds between two looks at whether the clock was moved."""
        self.look_again = AGAIN_SECONDS
        """Seconds after a tick is done until it looks for what was held meanwhile."""

    async def tick(self, tick: Tick, now: datetime) -> bool:
        """Do all that has fallen due under `tick`, a chunk at a time.

        Returns:
            Whether it is all done; what is not stays due.
        """
        try:
            with bound_contextvars(tick=tick.name):
                while await self._store.run(lambda session: _chunk(tick, session, now)):
                    failpoint("between-chunks")
                    self._owed.set()
        except StorageDown as down:
            log.error("tick not done, it stays due", tick=tick.name, error=str(down))  # noqa: TRY400
            self._watch.counts.missed(tick.name)
            return False
        self._watch.counts.ticked(tick.name, now)
        return True

    def scheduler(self, ticks: Sequence[Tick], more: More) -> AsyncIOScheduler:
        """A live scheduler over `ticks` and what `more` adds; what fell due while nobody was up is done at once."""
        scheduler = AsyncIOScheduler(timezone=STOCKHOLM)

        def begin() -> None:
            self._begin(scheduler, ticks)
            more(scheduler)

        begin()
        scheduler.add_job(self._watch_clock, args=[begin], misfire_grace_time=None)
        return scheduler

    def _begin(self, scheduler: AsyncIOScheduler, ticks: Sequence[Tick]) -> None:
        """From now on; and once at once. Whatever runs already runs on."""
        for tick in ticks:
            for job_id, trigger in ((tick.name, tick.trigger), (f"{tick.name} at once", None)):
                scheduler.add_job(
                    *(self._wake, trigger),
                    args=[scheduler, tick],
                    id=job_id,
                    replace_existing=True,
                    coalesce=True,
                    max_instances=1,
                    misfire_grace_time=None,
                )

    async def _watch_clock(self, begin: Callable[[], None]) -> None:
        """Begin anew whenever the clock was moved: the scheduler sleeps until what it was to show."""
        watch = ClockWatch(self._clock.now(), time.monotonic())
        while True:
            try:
                await asyncio.sleep(self.clock_look)
            except asyncio.CancelledError:
                return  # the scheduler is shut down; it would log a failure
            if by := watch.moved(self._clock.now(), time.monotonic()):
                log.warning("the clock was moved", seconds=round(by.total_seconds()))
                begin()

    async def _wake(self, scheduler: AsyncIOScheduler, tick: Tick) -> None:
        """Do what has fallen due, and look once more a moment later: a tick passes over rows that somebody holds.

        Such a row would wait until the tick's next hour, for most until the next morning.
        """
        begun = await self._do_all(tick)
        again = timedelta(seconds=self.look_again)
        if tick.after(begun) > begun + again:
            scheduler.add_job(
                self._do_all,
                DateTrigger(datetime.now(STOCKHOLM) + again),  # by the clock that the scheduler goes by
                args=[tick],
                id=f"{tick.name} again",
                replace_existing=True,
                misfire_grace_time=None,
            )

    async def _do_all(self, tick: Tick) -> datetime:
        """Do what has fallen due; again where it could not be done, or where more fell due meanwhile.

        Returns:
            When that was done which is done now.
        """
        pause = 0.0
        begun: datetime | None = None
        while begun is None or pause or tick.after(begun) <= self._clock.now():
            await asyncio.sleep(pause)
            begun = self._clock.now()
            pause = await self._attempt(tick, begun)
        return begun

    async def _attempt(self, tick: Tick, now: datetime) -> float:
        """Try; after how many seconds it is to be tried again, 0 where it is all done."""
        try:
            return 0.0 if await self.tick(tick, now) else AGAIN_SECONDS
        except Exception as bug:  # noqa: BLE001 - undone as a whole, told with a reference, and tried again
            reference = hashlib.blake2b(f"{tick.name} {now}".encode(), digest_size=4).hexdigest().upper()
            words = without_words(bug)
            self._watch.saw(AlarmKind.BUG, reference)
            log.error("bug in a tick", reference=reference, tick=tick.name, exception=words)  # noqa: TRY400
            return AFTER_BUG_SECONDS


def _chunk(tick: Tick, session: Session, now: datetime) -> int:
    count = tick.work(session, now)
    if count:
        failpoint("in-sweep")
    return count
