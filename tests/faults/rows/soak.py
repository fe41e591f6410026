"""Hours of mixed load with faults: what grows, and what gets stuck. `--times` counts minutes."""

from collections.abc import Iterator

from tests.faults.figures import Figure, Order
from tests.faults.rows.soak_readings import Life
from tests.faults.rows.soak_scene import Soak

FULL, SHORT = 240, 1
"""Minutes; a single one is cut short to `SHORT_SECONDS`."""
SHORT_SECONDS = 8.0
SERVICES = {"sqlite": ("run",), "postgresql": ("web", "worker")}
MORTAL = {"sqlite": ("run",), "postgresql": ("worker",)}
"""Killed once, half-way."""
LONG_ENOUGH = 180.0
"""Seconds: of a shorter life nobody can say whether it grows."""
MOST_PERCENT = 5.0
MOST_STUCK_SECONDS = 300.0
SPARE = 3
"""So many threads or files more are no leak: a connection, a log."""


async def play(order: Order) -> list[Figure]:
    """Soak."""
    seconds = SHORT_SECONDS if order.times == SHORT else 60.0 * order.times
    mortal = MORTAL[order.database] if seconds >= LONG_ENOUGH else ()
    scene = Soak(order.url, SERVICES[order.database], mortal, seconds, order.folder, order.seed, order.tell)
    outcome = await scene.play()
    for what in (*outcome.verdict.lost, *outcome.verdict.doubled, *outcome.wounded.unseen):
        order.tell(what)
    for complaint, times in outcome.logged.most_common(12):
        order.tell(f"logged {times} x {complaint}")
    if scene.stuck.longest:
        order.tell(f"waited longest: {scene.stuck.which}")
    return [*_of_lives(order, scene.lives), *_of_scene(order, scene, seconds)]


def _of_lives(order: Order, lives: list[Life]) -> Iterator[Figure]:
    """What grows in each process that lived long."""
    for life in lives:
        if life.seconds < LONG_ENOUGH:
            continue
        name = f"{life.service}, {life.seconds / 60:.0f} min"
        grown = round(life.growth(), 2)
        yield _figure(order, f"memory of {name}: growth", grown, "under 5 %", grown < MOST_PERCENT, "%")
        for what in ("threads", "files"):
            more = life.climbed(what)
            yield _figure(order, f"{what} of {name}: more at the end", more, f"at most {SPARE}", more <= SPARE)


def _of_scene(order: Order, scene: Soak, seconds: float) -> Iterator[Figure]:
    verdict, unseen, longest = scene.outcome.verdict, scene.outcome.wounded.unseen, round(scene.stuck.longest)
    yield _figure(order, "longest that a row was stuck", longest, "at most 300 s", longest <= MOST_STUCK_SECONDS, "s")
    yield _figure(order, "lost, the audit included", len(verdict.lost), "0", not verdict.lost)
    yield _figure(order, "doubled", len(verdict.doubled), "0", not verdict.doubled)
    yield _figure(order, "wounds that the checker did not see", len(unseen), "0", not unseen)
    for what, number, unit in (
        ("soaked for", seconds / 60, "min"),
        ("updates", verdict.updates, ""),
        ("notices said", verdict.notices, ""),
        ("faults", scene.struck, ""),
        ("largest log of SQLite", scene.wal_bytes / 2**20, "MiB"),
        ("most connections with PostgreSQL", scene.connections, ""),
    ):
        yield _figure(order, what, round(number, 1), "counted", good=True, unit=unit)


def _figure(order: Order, what: str, value: float, must: str, good: bool, unit: str = "") -> Figure:
    return Figure("soak", order.database, what, value, must, good, unit)
