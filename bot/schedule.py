"""The whole timetable on one page. A tick asks the rows what has fallen due; the clock only wakes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import delete
from sqlmodel import Session, col

from bot.actions import digests, notes, record, reminders, waiting
from bot.clock import STOCKHOLM
from bot.workdays import MORNING
from models import HandledUpdate

UPDATES_KEPT = timedelta(days=8)
"""Bot API, Update: after a week without updates the next id is drawn at random."""


@dataclass(frozen=True)
class Tick:
    """Something that falls due by the clock; `work` does one chunk and says how many rows it took."""

    name: str
    trigger: CronTrigger
    work: Callable[[Session, datetime], int]

    def after(self, moment: datetime) -> datetime:
        """When it is next, later than `moment` (aware)."""
        following: datetime | None = self.trigger.get_next_fire_time(None, moment + timedelta(microseconds=1))
        assert following, "a timetable without an end"
        return following


def _daily(hour: int, minute: int) -> CronTrigger:
    return CronTrigger(hour=hour, minute=minute, timezone=STOCKHOLM)


def _every_morning() -> CronTrigger:
    return _daily(MORNING.hour, MORNING.minute)


def forget_updates(session: Session, now: datetime) -> int:
    """Forget update ids that Telegram cannot bring again."""
    session.execute(delete(HandledUpdate).where(col(HandledUpdate.handled_at) < now - UPDATES_KEPT))
    return 0


TIMETABLE = (
    Tick("digests", _daily(digests.SAID_AT.hour, digests.SAID_AT.minute), digests.due),
    Tick("reminders", _every_morning(), reminders.due),
    Tick("nudges", _every_morning(), waiting.due),
    Tick("follow_ups", _every_morning(), notes.due),
    Tick("record_questions", _daily(record.ASK_AT.hour, record.ASK_AT.minute), record.due),
    Tick("forget_updates", _daily(4, 30), forget_updates),
)
