"""The timetable at work: a tick to look at, a clock that can be set, and a scheduler that lives."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session, col, select

from bot.app import App
from bot.clock import STOCKHOLM, SharedClock
from bot.schedule import Tick, timetable
from models import Notice, NoticeKind
from tests.works import works

TIMETABLE = timetable(random.Random(1), ledger=None)
DAY = timedelta(days=1)
QUESTIONS = next(tick for tick in TIMETABLE if tick.name == "record_questions")
EIGHT = CronTrigger(hour=8, timezone=STOCKHOLM)


def asked(session: Session) -> int:
    """How often the question about the case file is owed."""
    kind = col(Notice.kind) == NoticeKind.RECORD_QUESTION
    return len(session.exec(select(Notice).where(kind)).all())


class Probe:
    """A tick that remembers when it ran; `does` is its work."""

    def __init__(self, trigger: CronTrigger, does: Callable[[datetime], int] = lambda _now: 0) -> None:
        self.ran: list[datetime] = []
        self._does = does
        self.tick = Tick("probe", trigger, self._work)

    def _work(self, _session: Session, now: datetime) -> int:
        self.ran.append(now)
        return self._does(now)


@asynccontextmanager
async def live(url: str, clock: SharedClock, probe: Probe) -> AsyncIterator[tuple[App, AsyncIOScheduler]]:
    """A live scheduler with this tick alone; it looks at the clock ten times a second."""
    async with works(url, clock) as it:
        it.app.timetable, it.app.upkeep, it.app.waker.clock_look = (probe.tick,), (), 0.1
        scheduler = it.app.scheduler()
        scheduler.start()
        try:
            yield it.app, scheduler
        finally:
            scheduler.shutdown(wait=False)


async def until(true: Callable[[], bool]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


def shown(moment: datetime) -> SharedClock:
    """A clock that shows `moment` and goes on."""
    clock = SharedClock()
    clock.move_to(moment)
    return clock
