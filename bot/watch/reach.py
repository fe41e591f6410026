"""Whether something that a process needs answers it, and since when: told by whoever asks it anyway."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock


@dataclass(frozen=True)
class Absence:
    """That it was away: since when, how many seconds by a stopwatch, and how many askings failed."""

    since: datetime
    seconds: float
    failures: int


class Reach:
    """Away until it has answered once. A stopwatch measures, since the clock may be moved."""

    def __init__(self, clock: Clock, stopwatch: Callable[[], float]) -> None:
        self._clock = clock
        self._stopwatch = stopwatch
        self._begun = stopwatch()
        self._failures = 0
        self.is_here = False
        self.since = clock.now()
        """When it last came or went."""
        self.answered_at: datetime | None = None

    def answered(self) -> Absence | None:
        """It answered.

        Returns:
            Its absence, where this ends one in which somebody asked in vain.
        """
        now = self._clock.now()
        self.answered_at = now
        if self.is_here:
            return None
        over = Absence(self.since, self.seconds_away, self._failures)
        self.is_here, self.since, self._failures = True, now, 0
        return over if over.failures else None

    def failed(self) -> None:
        """It did not answer, or said that it cannot."""
        if self.is_here:
            self.is_here, self.since, self._begun = False, self._clock.now(), self._stopwatch()
        self._failures += 1

    @property
    def seconds_away(self) -> float:
        """How long it has been away; 0 where it is here."""
        return 0.0 if self.is_here else self._stopwatch() - self._begun
