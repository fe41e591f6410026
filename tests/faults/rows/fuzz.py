"""Updates broken in structure and in text, brought to a real process: none unhandled, nobody held up.

`times` of each. On PostgreSQL `web` gets them as posts; on SQLite `run` polls them.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import create_engine, text

from tests.faults.figures import Figure, Order
from tests.faults.rows import fuzz_structure, fuzz_text
from tests.faults.rows.fuzz_carriers import ByPolling, ByWebhook, Carrier
from tests.faults.rows.fuzz_seeds import Seeds
from tests.faults.rows.fuzz_stage import staged
from tests.faults.rows.fuzz_watch import Watch, unhandled

FULL = 100_000
SHORT = 120
NEXT_SECONDS = 1.0
GROWTH_MB = 40.0
WARM_AFTER = 4
"""A quarter of the updates warms up what is cached."""
STRANGE = 200
TOLD = 20


async def play(order: Order) -> list[Figure]:
    """Break `order.times` updates in structure and as many in text."""
    on_sqlite = order.database == "sqlite"
    async with staged(order, ("run" if on_sqlite else "web",)) as stage:
        carrier: Carrier = ByPolling(stage) if on_sqlite else ByWebhook(stage)
        seeds = Seeds(stage.world, random.Random(order.seed))
        begun = time.monotonic()
        await carrier.carry(_structural(seeds, order, carrier.watch))
        await carrier.carry(_textual(seeds, order))
        await carrier.watch.probe()
        seconds = time.monotonic() - begun
        growth = carrier.watch.growth()
    wrong = unhandled(stage.logged)
    _tell(order, carrier.refused + wrong)
    return _figures(order, carrier, wrong, seconds, growth)


def _structural(seeds: Seeds, order: Order, watch: Watch) -> Iterator[bytes]:
    dice = random.Random(f"{order.seed} structure")
    for number in range(order.times):
        if number == order.times // WARM_AFTER:
            watch.warm()
        yield fuzz_structure.mutate({**seeds.one(), "update_id": 1 + number}, dice)


def _textual(seeds: Seeds, order: Order) -> Iterator[bytes]:
    dice = random.Random(f"{order.seed} text")
    strange: list[str] = []
    for number in range(order.times):
        update = {**seeds.one(), "update_id": 1 + order.times * 2 + number}
        yield fuzz_text.mutate(update, dice, strange)
        if "callback_query" in update:
            strange[STRANGE:] = []
            strange.insert(0, update["callback_query"]["data"])


def _tell(order: Order, wrong: Counter[str]) -> None:
    for line, count in wrong.most_common(TOLD):
        order.tell(f"{count} x {line}")


def _figures(order: Order, carrier: Carrier, wrong: Counter[str], seconds: float, growth: float) -> list[Figure]:
    def figure(what: str, value: float, must: str, good: bool, unit: str = "") -> Figure:
        return Figure("fuzz", order.database, what, round(value, 3), must, good, unit)

    watch, count = carrier.watch, order.times * 2
    refused, errors = carrier.refused.total(), wrong.total()
    return [
        figure("updates not taken", refused, "0", refused == 0),
        figure("errors in the log", errors, "0", errors == 0),
        figure("stalls", watch.stalls, "0", watch.stalls == 0),
        figure(
            "longest until a good update was answered", watch.slowest, "under 1 s", watch.slowest < NEXT_SECONDS, "s"
        ),
        figure("memory grown", growth, f"under {GROWTH_MB:g} MB", growth < GROWTH_MB, "MB"),
        figure("quarantined", 100 * _quarantined(order) / count, "told", good=True, unit="%"),
        figure("updates a second", count / seconds, "told", good=True),
    ]


def _quarantined(order: Order) -> int:
    engine = create_engine(order.url)
    with engine.connect() as connection:
        rows = int(connection.execute(text("SELECT count(*) FROM quarantined")).scalar_one())
    engine.dispose()
    return rows
