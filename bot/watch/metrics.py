"""What /metrics says, in Prometheus' text format: the process's own figures, and those of the database."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.watch.look import Away, Looker
from bot.watch.reading import Reading
from bot.watch.watch import Watch

FRESH_SECONDS = 5.0
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Read(Collector):
    """What was read in the database; nothing but that it is away, where it is."""

    def __init__(self, reading: Reading | None) -> None:
        self._reading = reading

    def collect(self) -> Iterator[Metric]:
        """Each figure, with labels that are words of our own."""
        reading = self._reading
        migrated = reading is not None and reading.migrated
        yield _figure("handslag_database_up", "Whether the database answers and is migrated", float(migrated))
        if reading is None or not reading.migrated:
            return
        oldest = (reading.at - reading.oldest_due).total_seconds() if reading.oldest_due else 0.0
        pause = (reading.silent_until - reading.at).total_seconds() if reading.silent_until else 0.0
        yield _figure("handslag_notices_waiting", "Notices that are due and not said", reading.waiting)
        yield _figure("handslag_notice_oldest_seconds", "How long the oldest of them has waited", max(0.0, oldest))
        yield _figure("handslag_pause_seconds", "How long Telegram asks everybody to be silent", max(0.0, pause))
        yield _figure("handslag_quarantined_rows", "Updates in quarantine", reading.quarantined)
        beats = GaugeMetricFamily(
            "handslag_heartbeat_age_seconds", "Since the newest heartbeat of a service", labels=["service"]
        )
        for service, at in reading.beats.items():
            beats.add_metric([service.value], (reading.at - at).total_seconds())
        yield beats
        alarms = GaugeMetricFamily("handslag_alarms_open", "Alarms that are open, by kind", labels=["kind"])
        for kind in reading.alarms:
            alarms.add_metric([kind.value], 1)
        yield alarms
        if reading.backup_at:
            age = (reading.at - reading.backup_at).total_seconds()
            yield _figure("handslag_backup_age_seconds", "Since the last verified backup", age)
            yield _figure("handslag_backup_bytes", "Its size", reading.backup_size)


def _figure(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


async def page(looker: Looker, watch: Watch) -> bytes:
    """All figures. Where the database is away, the process's own and `handslag_database_up 0`."""
    try:
        reading = await looker.look(FRESH_SECONDS)
    except Away:
        reading = None
    registry = CollectorRegistry()
    registry.register(Read(reading))
    return bytes(generate_latest(watch.counts.registry)) + bytes(generate_latest(registry))
