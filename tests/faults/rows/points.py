"""Every named point of a crash: each service dies at each that it passes, so many times, while people play."""

import random
import sys
from collections import Counter

from tests.faults.figures import Figure, Order
from tests.faults.kills import RUN, WEB
from tests.faults.plan import enumerated
from tests.faults.scene import Outcome, Scene

FULL, SHORT = 20, 1
NAME = "points"


async def play(order: Order) -> list[Figure]:
    """`order.times` deaths at each point; `run` on SQLite, webhook and worker on PostgreSQL."""
    services = RUN if order.database == "sqlite" else WEB
    kills = enumerated(services, order.times, random.Random(order.seed))
    scene = Scene(NAME, order.url, services, kills, order.folder, order.seed)
    outcome = await scene.play()
    for what in (*outcome.verdict.lost, *outcome.verdict.doubled, *outcome.wounded.unseen):
        sys.stderr.write(f"{NAME} on {order.database}: {what}\n")
    wanted = Counter((kill.services[0], kill.point) for kill in kills)
    return figures(order.database, wanted, outcome)


def figures(database: str, wanted: Counter[tuple[str, str]], outcome: Outcome) -> list[Figure]:
    """How often each point was reached, of how many; and what was lost and doubled over all of them."""
    deaths = [_reached(database, *at, times, outcome.reached[at]) for at, times in sorted(wanted.items())]
    verdict = outcome.verdict
    counts = {
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "wounds that the checker did not see": len(outcome.wounded.unseen),
    }
    return [*deaths, *(Figure(NAME, database, what, count, "0", good=not count) for what, count in counts.items())]


def _reached(database: str, service: str, point: str, times: int, reached: int) -> Figure:
    return Figure(NAME, database, f"`{service}` died at {point}", reached, str(times), good=reached == times)
