"""What one process has done, in figures for Prometheus. No label tells of a person, a referral or a unit."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
OUTCOMES = ("served", "repeated", "quarantined", "bug", "storage_down")
SAYINGS = ("said", "dropped", "failed")
"""`failed` is tried again."""


class Counts:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = Counter("handslag_updates", "Updates by outcome", ["outcome"], registry=self.registry)
        self._seconds = Histogram(
            "handslag_update_seconds", "From an update's arrival to its commit", buckets=SECONDS, registry=self.registry
        )
        self._notices = Counter("handslag_notices", "Notices by outcome", ["outcome"], registry=self.registry)
        self._calls = Counter(
            "handslag_telegram_calls", "Calls of the Bot API", ["method", "outcome"], registry=self.registry
        )
        self._storage = Counter("handslag_storage_errors", "Units that the database refused", registry=self.registry)
        self._ticks = Gauge(
            "handslag_tick_last_success_seconds",
            "When a tick was last done (Unix time)",
            ["tick"],
            registry=self.registry,
        )
        self._missed = Counter("handslag_tick_failures", "Ticks that were not done", ["tick"], registry=self.registry)
        ProcessCollector(registry=self.registry)
        for outcome in OUTCOMES:
            self._updates.labels(outcome)
        for outcome in SAYINGS:
            self._notices.labels(outcome)

    def update(self, outcome: str, seconds: float) -> None:
        """An update was handled, in so many seconds; `outcome` is one of OUTCOMES."""
        self._updates.labels(outcome).inc()
        self._seconds.observe(seconds)

    def notice(self, outcome: str) -> None:
        """A notice was said, dropped, or failed and will be tried again: one of SAYINGS."""
        self._notices.labels(outcome).inc()

    def call(self, method: str, outcome: str) -> None:
        """A method of the Bot API was called: `ok`, a status, or how it failed."""
        self._calls.labels(method, outcome).inc()

    def storage_error(self) -> None:
        """The database refused a unit."""
        self._storage.inc()

    def ticked(self, tick: str, now: datetime) -> None:
        """A tick was done."""
        self._ticks.labels(tick).set(now.timestamp())

    def missed(self, tick: str) -> None:
        """A tick was not done; it stays due."""
        self._missed.labels(tick).inc()
