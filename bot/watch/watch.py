"""A process's watch: whatever it sees of itself and of what it needs is told here, and costs next to nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from structlog.contextvars import bound_contextvars

from bot.clock import Clock, SystemClock
from bot.errors import StorageDown
from bot.watch.counts import Counts
from bot.watch.reach import Absence, Reach
from bot.watch.troubles import Trouble, Troubles
from models import AlarmKind

TELEGRAM_AWAY_SECONDS = 300.0
CONFLICT_SECONDS = 30.0
"""For a moment two processes ask for updates whenever one takes over from another."""
OK, CONFLICT, TOO_MANY, BROKEN = 200, 409, 429, 500
OUTCOME = {OK: "ok", TOO_MANY: "too_many"}


@dataclass
class Handling:
    """An update that is being handled; whoever handles it says what came of it."""

    outcome: str = "served"


class Watch:
    """What one process sees. Called on its event loop only.

    `process` is its random name; the stopwatch only runs forward, and the clock tells the time.
    """

    def __init__(
        self, clock: Clock | None = None, process: str = "", stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock or SystemClock()
        self.stopwatch = stopwatch
        self.process = process
        self.started_at = self.clock.now()
        self.counts = Counts()
        self.troubles = Troubles()
        self.telegram = Reach(self.clock, stopwatch)
        self.storage = Reach(self.clock, stopwatch)
        self._alone = Reach(self.clock, stopwatch)
        self.is_ready = False
        """Whether it takes in what comes; not before it has started, nor on its way out."""

    def saw(self, kind: AlarmKind, reference: str = "") -> None:
        """Something went wrong; `reference` is what to look for in the log."""
        self.troubles.add(Trouble(kind, 1, self.clock.now(), reference))

    @contextmanager
    def update(self, number: object) -> Iterator[Handling]:
        """Count and time an update while the `with` lasts; what is logged meanwhile names its number."""
        begun, handling = self.stopwatch(), Handling()
        try:
            with bound_contextvars(update=number if type(number) is int else None):
                yield handling
        except StorageDown:
            handling.outcome = "storage_down"
            raise
        finally:
            self.counts.update(handling.outcome, self.stopwatch() - begun)

    def storage_answered(self) -> None:
        """The database has done a unit."""
        if away := self.storage.answered():
            self._was_away(AlarmKind.STORAGE_DOWN, away)

    def storage_failed(self) -> None:
        """The database was away, full, locked or broken."""
        self.counts.storage_error()
        self.storage.failed()

    def telegram_answered(self, method: str, status: int) -> None:
        """Telegram answered a call with an HTTP status; 5xx is as good as no answer."""
        self.counts.call(method, OUTCOME.get(status) or ("refused" if status < BROKEN else "server_error"))
        if status >= BROKEN:
            self.telegram.failed()
            return
        if method == "getUpdates":
            self._polled(status)
        away = self.telegram.answered()
        if away and away.seconds >= TELEGRAM_AWAY_SECONDS:
            self._was_away(AlarmKind.TELEGRAM_AWAY, away)

    def telegram_failed(self, method: str, outcome: str) -> None:
        """Telegram did not answer a call: `timed_out` or `away`."""
        self.counts.call(method, outcome)
        self.telegram.failed()

    def _polled(self, status: int) -> None:
        """Bot API, getUpdates: 409 where another process asks too, or a webhook is set."""
        if status != CONFLICT:
            self._alone.answered()
            return
        self._alone.failed()
        if self._alone.seconds_away >= CONFLICT_SECONDS:
            self.saw(AlarmKind.ANOTHER_POLLER)

    def _was_away(self, kind: AlarmKind, away: Absence) -> None:
        since = self.clock.now() - timedelta(seconds=away.seconds)
        self.troubles.add(Trouble(kind, away.failures, since))
