"""Raising an alarm, what is then told of it, and the seconds that go meanwhile."""

from datetime import datetime

from bot.store import Store
from bot.watch import alarms
from models import AlarmKind, Notice, NoticeKind
from tests.works import notices

BUG = AlarmKind.BUG


def raised(store: Store, kind: AlarmKind, now: datetime, reference: str = "1A2B3C4D") -> None:
    """An alarm of this kind is raised at `now`."""
    store.run_now(lambda session: alarms.raise_(session, kind, reference, now))


def told(store: Store) -> list[Notice]:
    """The notices of alarms that are owed, oldest first."""
    return [notice for notice in notices(store) if notice.kind is NoticeKind.ALARM]


class Stopwatch:
    """Seconds that a test counts."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds
