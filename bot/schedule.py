"""The whole timetable on one page. A tick asks the rows what has fallen due; the clock only wakes it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import delete, update
from sqlmodel import Session, col

from bot import outbox, shown_cards
from bot.actions import (
    cleaning,
    digests,
    door,
    endings,
    erasure,
    kept_forms,
    log_reviews,
    notes,
    record,
    reminders,
    report_news,
    room_drafts,
    series,
    steering_meetings,
    undertakings,
    waiting,
)
from bot.clock import STOCKHOLM
from bot.sealed import anchor, chain
from bot.sealed.ledger import Ledger
from bot.workdays import MORNING
from models import HandledUpdate, Notice, Pace

UPDATES_KEPT = timedelta(days=8)
"""Bot API, Update: after a week without updates the next id is drawn at random."""
MOVED = timedelta(seconds=5)
"""By less than this a clock may differ from a stopwatch."""


@dataclass(frozen=True)
class Tick:
    """Something that falls due by the clock; `work` does one chunk and says how many rows it took."""

    name: str
    trigger: CronTrigger
    work: Callable[[Session, datetime], int]
    next_due: Callable[[Session, datetime], datetime | None] | None = None
    """When its next row falls due: a clock that jumps passes over the times between, at which nothing would be."""

    def after(self, moment: datetime) -> datetime:
        """When it is next, later than `moment` (aware)."""
        following: datetime | None = self.trigger.get_next_fire_time(None, moment + timedelta(microseconds=1))
        assert following, "a timetable without an end"
        return following


class ClockWatch:
    """Notices that the clock on the wall was moved, forward or back, by holding it against a stopwatch.

    A stopwatch stands still while a machine sleeps: waking up is a move forward.
    """

    def __init__(self, now: datetime, stopwatch: float) -> None:
        self._begun = now - timedelta(seconds=stopwatch)

    def moved(self, now: datetime, stopwatch: float) -> timedelta:
        """By how much the clock was moved since this was last asked; zero where it was not.

        Args:
            now: what the clock shows, aware.
            stopwatch: seconds, as `time.monotonic()` counts them.
        """
        begun = now - timedelta(seconds=stopwatch)
        by = begun - self._begun
        if abs(by) < MOVED:
            return timedelta()
        self._begun = begun
        return by


def _daily(hour: int, minute: int) -> CronTrigger:
    return CronTrigger(hour=hour, minute=minute, timezone=STOCKHOLM)


def _every_morning() -> CronTrigger:
    return _daily(MORNING.hour, MORNING.minute)


def forget_updates(session: Session, now: datetime) -> int:
    """Forget update ids that Telegram cannot bring again."""
    session.execute(delete(HandledUpdate).where(col(HandledUpdate.handled_at) < now - UPDATES_KEPT))
    return 0


def free_held(session: Session, now: datetime) -> int:
    """Give back what is held until a moment that is too far off: when it was reserved the clock was wrong, and ahead.

    Nothing is held for longer than `outbox.LONGEST_PAUSE`; without this notices would wait until the wrong moment.
    """
    latest = now + outbox.LONGEST_PAUSE + outbox.LEASE
    session.execute(update(Pace).where(col(Pace.next_at) > latest).values(next_at=now))
    held = (*outbox.UNSAID, col(Notice.leased_until) > latest)
    session.execute(update(Notice).where(*held).values(leased_until=None))
    return 0


def _every_ten_minutes() -> CronTrigger:
    return CronTrigger(minute="*/10", timezone=STOCKHOLM)


def timetable(dice: random.Random, ledger: Ledger | None) -> tuple[Tick, ...]:
    """What people notice: words that are said, and what is cleaned away.

    Args:
        dice: what draws the sample of the log control.
        ledger: where it is kept who was erased; without one nobody is.
    """
    ticks = (
        Tick("cleaning", _every_ten_minutes(), cleaning.due, shown_cards.next_due),
        Tick("digests", _daily(digests.SAID_AT.hour, digests.SAID_AT.minute), digests.due),
        Tick("reminders", _every_morning(), reminders.due),
        Tick("nudges", _every_morning(), waiting.due),
        Tick("follow_ups", _every_morning(), notes.due),
        Tick("record_questions", _daily(record.ASK_AT.hour, record.ASK_AT.minute), record.due),
        Tick("erasures_ahead", _every_morning(), erasure.announce),
        Tick("log_reviews", _every_morning(), partial(log_reviews.due, dice=dice)),
        Tick("undertakings", _every_morning(), undertakings.due),
        Tick("endings", _every_morning(), endings.due),
        Tick("reports", _every_morning(), report_news.due),
        Tick("series", _every_morning(), series.due),
        Tick("steering_meetings", _every_morning(), steering_meetings.due),
    )
    if ledger is None:
        return ticks
    return (*ticks, Tick("erasures", _every_morning(), partial(erasure.due, ledger=ledger, dice=dice)))


def watching(look: Callable[[Session, datetime], int]) -> Tick:
    """The look at the system itself, each minute."""
    return Tick("watch", CronTrigger(second=15, timezone=STOCKHOLM), look)


def upkeep(anchored: Path | None) -> tuple[Tick, ...]:
    """What nobody sees: it runs live, and once at the end of a journey in the demo's time machine.

    Args:
        anchored: the file outside the database in which the head of the audit's chain is kept, if there is one.
    """
    ticks = (
        Tick("free_held", CronTrigger(second=30, timezone=STOCKHOLM), free_held),
        Tick("seal_audit", CronTrigger(second=0, timezone=STOCKHOLM), chain.seal),
        Tick("sweep_audit", _daily(4, 20), chain.sweep),
        Tick("forget_updates", _daily(4, 30), forget_updates),
        Tick("forget_drafts", _daily(4, 30), room_drafts.forget),
        Tick("forget_sessions", _daily(4, 30), door.forget),
        Tick("forget_kept_forms", _daily(4, 30), kept_forms.forget),
    )
    if anchored is None:
        return ticks
    return (*ticks, Tick("anchor_audit", _daily(4, 25), partial(anchor.keep_head, path=anchored)))
