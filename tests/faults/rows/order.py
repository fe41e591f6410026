"""Order: what one chat wrote, and what one person tapped, takes effect in the order in which it was sent.

`times` updates of two hundred people, messages and taps mixed. On PostgreSQL four `web` workers get them, one of a
queue at a time and each from any of them; on SQLite `run` polls them in batches of a hundred.
"""

import asyncio
import random
import time

from sqlalchemy import create_engine

from tests.faults.figures import Figure, Order
from tests.faults.rows import order_stage
from tests.faults.rows.fuzz_stage import MORNING, staged
from tests.faults.rows.fuzz_watch import unhandled
from tests.faults.rows.order_carriers import ByQueue, ByWorkers
from tests.faults.rows.order_plan import Verdict, judge, made

FULL = 100_000
SHORT = 150
WORKERS = 4


async def play(order: Order) -> list[Figure]:
    """Send `order.times` updates, and see in which order they took effect."""
    on_sqlite = order.database == "sqlite"
    dice = random.Random(order.seed)
    services = ("run",) if on_sqlite else ("web",) * WORKERS
    engine = create_engine(order.url)
    async with staged(order, services) as stage:
        await asyncio.to_thread(order_stage.open_book, engine, MORNING)
        for user in order_stage.people():
            stage.world.add_user(user, f"Nr {user}", started=True)
        plan = made(order.times, stage.world.unix(), dice)
        carrier = ByQueue(stage) if on_sqlite else ByWorkers(stage, dice)
        begun = time.monotonic()
        await carrier.carry(plan)
        seconds = time.monotonic() - begun
    happened, languages = await asyncio.to_thread(order_stage.read_book, engine)
    engine.dispose()
    wrong = unhandled(stage.logged)
    for line, count in wrong.most_common(5):
        order.tell(f"{count} x {line}")
    return _figures(order, judge(plan, happened, languages), carrier.refused, wrong.total(), seconds)


def _figures(order: Order, verdict: Verdict, refused: int, errors: int, seconds: float) -> list[Figure]:
    counted = {
        "took effect after a later one of its queue": verdict.inversions,
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "people whose taps took effect otherwise": verdict.wrong_effects,
        "posts not taken": refused,
        "errors in the log": errors,
    }
    figures = [Figure("order", order.database, what, count, "0", good=count == 0) for what, count in counted.items()]
    speed = round(order.times / seconds, 1)
    return [*figures, Figure("order", order.database, "updates a second", speed, "told", good=True)]
