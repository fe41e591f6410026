"""Row 11: migrations, killed in the middle, and old code on the new schema. Counts kills."""

import asyncio

from tests.faults.figures import Figure, Order
from tests.faults.rows.migrations_grounds import Base, Grounds
from tests.faults.rows.migrations_kills import Killing, Tally
from tests.faults.rows.migrations_old_code import MovedUnder, faults_of
from tests.faults.rows.migrations_scratch import numbers

FULL = 200
SHORT = 4
PLAYED_SECONDS = 12.0
SHORT_SECONDS = 3.0


async def play(order: Order) -> list[Figure]:
    """Kill migrations of every earlier schema, then let the schema move under a bot at work."""
    grounds = Grounds(order)
    bases = [await asyncio.to_thread(grounds.base, number) for number in numbers()[:-1]]
    tally = await Killing(order, grounds, bases).play()
    return [*_of_kills(order, bases, tally), *await _of_old_code(order)]


def _of_kills(order: Order, bases: list[Base], tally: Tally) -> list[Figure]:
    for wrong in (*tally.unfinished, *tally.bad_ends, *tally.mute):
        order.tell(wrong)
    rows = [base.new.count for base in bases]
    killed = tally.killed.total() - tally.killed["late"]
    most = killed * 2 > order.times
    return [
        _none(order, "earlier schemas whose rows a migration changed", sum(not base.kept for base in bases)),
        Figure("migrations", order.database, "rows in the smallest database", min(rows), "50 or more", min(rows) >= 50),
        Figure("migrations", order.database, "migrations killed in the middle", killed, "most", most),
        _none(order, "neither old nor new after a kill", tally.left["between"]),
        _none(order, "not finished by a second migration", len(tally.unfinished)),
        _none(order, "ended badly without being killed, alone or two at once", len(tally.bad_ends)),
        _none(order, f"bots that did not answer afterwards, of {tally.served}", len(tally.mute)),
    ]


async def _of_old_code(order: Order) -> list[Figure]:
    services = ("run",) if order.database == "sqlite" else ("web", "worker")
    seconds = PLAYED_SECONDS if order.times >= FULL else SHORT_SECONDS
    folder = order.folder / "old-code"
    folder.mkdir()
    scene = MovedUnder(order.url, services, folder, order.seed, seconds)
    outcome = await scene.play()
    for wrong in (*outcome.verdict.lost, *outcome.verdict.doubled, *outcome.logged):
        order.tell(wrong)
    took, updates = round(scene.migrated_in, 2), outcome.verdict.updates
    return [
        _none(order, f"failures of old code on the newer schema, {updates} updates", faults_of(outcome)),
        Figure("migrations", order.database, "a migration under load took", took, "at most 10 s", took <= 10, "s"),
    ]


def _none(order: Order, what: str, value: int) -> Figure:
    return Figure("migrations", order.database, what, value, "0", value == 0)
