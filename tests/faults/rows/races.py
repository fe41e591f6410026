"""Races: eight koordinators answer one referral, eight people open one invitation. One wins; the others are told who.

`times` of each. On PostgreSQL the eight are threads that begin at the same moment, in most of the races in two
processes; on SQLite they are tasks of the one process that there may be.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence

from sqlmodel import Session

from bot.store import Store, open_engine
from tests.faults import databases
from tests.faults.figures import Figure, Order
from tests.faults.rows import races_run
from tests.faults.rows.fuzz_stage import MORNING
from tests.faults.rows.races_check import Verdict, judge_answers, judge_claims
from tests.faults.rows.races_claims import claims
from tests.faults.rows.races_run import Said
from tests.faults.rows.races_setup import Race, answers, hire
from tests.hands import HandClock

FULL = 10_000
SHORT = 10
TOGETHER_EVERY = 5
"""Of so many races one is run by one process; the others by two, which is quicker too."""
TOLD = 5


async def play(order: Order) -> list[Figure]:
    """Run `order.times` races of each kind."""
    return await asyncio.to_thread(_play, order)


def _play(order: Order) -> list[Figure]:
    databases.set_up(order.url, MORNING)
    store = Store(open_engine(order.url), HandClock(MORNING))
    store.run_now(lambda session: hire(session, MORNING))
    dice = random.Random(order.seed)
    raced = store.run_now(lambda session: answers(session, order.times, MORNING, dice))
    figures = _race(order, store, "answers", raced, lambda session, said: judge_answers(session, raced, said))
    opened = store.run_now(lambda session: claims(session, order.times, MORNING))
    figures += _race(order, store, "invitations", opened, lambda session, said: judge_claims(session, opened, said))
    store.close()
    return figures


def _race(
    order: Order,
    store: Store,
    what: str,
    races: Sequence[Race],
    judge: Callable[[Session, Sequence[Sequence[Said]]], Verdict],
) -> list[Figure]:
    begun = time.monotonic()
    said = _run(order, store, races)
    seconds = time.monotonic() - begun
    with Session(store.engine) as session:
        verdict = judge(session, said)
    return list(_figures(order, what, verdict, len(races) / seconds))


def _run(order: Order, store: Store, races: Sequence[Race]) -> list[list[Said]]:
    if order.database == "sqlite":
        return asyncio.run(races_run.on_one(store, races, MORNING))
    together = -(-len(races) // TOGETHER_EVERY)
    said = races_run.on_threads(store, races[:together], MORNING)
    return said + races_run.on_two_processes(order.url, races[together:], MORNING)


def _figures(order: Order, what: str, verdict: Verdict, speed: float) -> Iterator[Figure]:
    checked = {
        "without exactly one winner": verdict.winners,
        "losers not told who was first" if what == "answers" else "losers not turned away": verdict.told,
        "entries or notices lost or doubled": verdict.trace,
        "bugs, or no storage": verdict.failed,
    }
    for name, found in checked.items():
        for line in found[:TOLD]:
            order.tell(f"{what}, {name}: {line}")
        yield Figure("races", order.database, f"{what}: {name}", len(found), "0", good=not found)
    yield Figure("races", order.database, f"{what}: races a second", round(speed, 1), "told", good=True)
