"""Broken storage: locked, full, cut off, away; while real processes serve. Nothing half done, and it goes on."""

import asyncio
import contextlib
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.figures import Figure, Order
from tests.faults.rows.storage_check import half_done, lost
from tests.faults.rows.storage_disk import small_disk
from tests.faults.rows.storage_postgres import Server
from tests.faults.rows.storage_sqlite import Fault, faults
from tests.faults.rows.storage_stage import Stage

FULL = 1_000
SHORT = 7
"""Injections."""
SOONEST, LATEST = 0.05, 0.4
LONG_SECONDS = 12.0
"""Longer than a busy SQLite is waited for (10 s), and than a lock of PostgreSQL's (8 s)."""
LONG_EVERY = 100
STANDS = frozenset({"locked", "standing still"})
"""What is long now and then."""
SHORT_LIVED = STANDS | {"no more files"}
FELT_SECONDS = 5.0
"""All others are held until they were felt, at most so long: on a busy machine nobody tries in a tenth of a second."""
LONGEST_SECONDS = 10.0
TAPS = 3
WEIGHED_EVERY = 10
TOLD_EVERY = 50
WARM_SECONDS = 60.0
"""What falls due at the start is done first: it is no fault's."""
TOLD_COMPLAINTS = 8
GROWTH = 0.10
GOOD = frozenset({"200", "204", "303", "503", "503 without the words"})
LEAST = 3
"""So many kinds at least must have been felt, or the bench injects nothing."""
FEW = 200
"""Below so many injections the memory says nothing: caches fill."""


@dataclass
class Course:
    """How it went."""

    recoveries: dict[str, list[float]] = field(default_factory=dict)
    bitten: Counter[str] = field(default_factory=Counter)


async def play(order: Order) -> list[Figure]:
    """Inject `order.times` faults, and look at the books afterwards."""
    with small_disk(order.folder / "disk") as disk:
        if order.database == "sqlite":
            url = f"sqlite:///{order.folder / 'disk' / 'handslag.db'}"
            stage = Stage(url, ("run",), _referrals(order), order.folder)
            async with stage.set():
                known = faults(order.folder / "disk" / "handslag.db", stage.bots["run"], disk=disk)
                return await _play(order, stage, known, disk=disk)
        with _server(order, order.folder / "disk" if disk else None) as (server, url):
            stage = Stage(url, ("web", "worker"), _referrals(order), order.folder)
            async with stage.set():
                known = server.faults(order.folder / "disk" if disk else None)
                return await _play(order, stage, known, disk=disk)


def _referrals(order: Order) -> int:
    return (order.times + 1) * TAPS + 1


@contextlib.contextmanager
def _server(order: Order, disk: Path | None) -> Iterator[tuple[Server, str]]:
    server = Server(order.admin_url, "storage_small" if disk else "storage")
    try:
        yield server, server.tables_on(disk) if disk else order.url
    finally:
        if disk:
            server.drop()
        server.close()


async def _play(order: Order, stage: Stage, known: Mapping[str, Fault], *, disk: bool) -> list[Figure]:
    course = Course()
    await stage.served_after(await stage.write(), WARM_SECONDS)
    chance = random.Random(order.seed)
    for number, name in enumerate(planned(sorted(known), order.times, chance)):
        is_long = name in STANDS and number % LONG_EVERY < len(known)
        seconds = LONG_SECONDS if is_long and order.times >= LONG_EVERY else chance.uniform(SOONEST, LATEST)
        await inject(stage, course, name, known[name], seconds)
        if number % WEIGHED_EVERY == 0:
            stage.weigh()
        if number % TOLD_EVERY == 0:
            order.tell(f"{number} injections")
        if not all(bot.is_alive for bot in stage.bots.values()):
            break
    await settle(stage)
    return await asyncio.to_thread(figures, order, stage, course, disk=disk)


def planned(names: Sequence[str], times: int, chance: random.Random) -> list[str]:
    """`times` faults: each of `names` as often as every other, mixed."""
    plan: list[str] = []
    while len(plan) < times:
        plan += chance.sample(names, len(names))
    return plan[:times]


async def inject(stage: Stage, course: Course, name: str, fault: Fault, seconds: float) -> None:
    """Let `fault` be for `seconds` while people tap and look; then wait until the next update is served."""
    held = fault()
    await asyncio.to_thread(held.__enter__)
    before = stage.troubles()
    try:
        for _ in range(TAPS):
            await stage.tap()
        looking = asyncio.create_task(stage.look())
        await asyncio.sleep(seconds)
        if name not in SHORT_LIVED:
            await _felt(stage, before)
    finally:
        await asyncio.to_thread(held.__exit__, None, None, None)
    ended = time.monotonic()
    probe = await stage.write()
    took = await stage.served_after(probe, LONGEST_SECONDS * 3)
    course.recoveries.setdefault(name, []).append(took if math.isinf(took) else time.monotonic() - ended)
    await looking
    course.bitten[name] += stage.troubles() > before


async def _felt(stage: Stage, before: int) -> None:
    end = time.monotonic() + FELT_SECONDS
    while stage.troubles() == before and time.monotonic() < end:  # noqa: ASYNC110 - in another process
        await asyncio.sleep(0.05)


async def settle(stage: Stage, seconds: float = 90.0) -> None:
    """Wait until Telegram has nothing left for us."""
    end = time.monotonic() + seconds
    while await stage.pending() and time.monotonic() < end:  # noqa: ASYNC110 - in another process
        await asyncio.sleep(0.1)
    await stage.served_after(await stage.write(), LONGEST_SECONDS)


def figures(order: Order, stage: Stage, course: Course, *, disk: bool) -> list[Figure]:
    """What it came to."""
    seen = stage.seen
    dead = [bot.service for bot in stage.bots.values() if not bot.is_alive]
    halves, missing = half_done(stage.reader, seen.taps), lost(stage.reader, seen.updates)
    if dead:
        for complaint, times in stage.nursery.logged.most_common(TOLD_COMPLAINTS):
            order.tell(f"{times} times logged: {complaint}")
    for what in (*halves[:5], *(f"update {number} lost" for number in missing[:5])):
        order.tell(what)
    odd = {status: count for status, count in (seen.room + seen.hook).items() if status not in GOOD}
    if odd:
        order.tell(f"answered {odd}")
    order.tell(f"felt: {dict(course.bitten)}")
    for name, took in sorted(course.recoveries.items()):
        order.tell(f"{name}: {len(took)} times, at most {max(took):.2f} s")
    done = sum(map(len, course.recoveries.values()))
    slowest = max(max(took) for took in course.recoveries.values())
    counted = [
        ("injections", done, str(order.times), done == order.times, ""),
        ("kinds of injections that were felt", len(+course.bitten), "at least 3", len(+course.bitten) >= LEAST, ""),
        ("disk filled up", int(disk), "1 (0: not played, no right to mount)", disk, ""),
        ("answered otherwise than 2xx, 3xx, 503", sum(odd.values()), "0", not odd, ""),
        ("503 pages that kept the words", seen.kept, "all", seen.room["503 without the words"] == 0, ""),
        ("half effects", len(halves), "0", not halves, ""),
        ("updates lost", len(missing), "0", not missing, ""),
        ("longest until served again", round(slowest, 2), "at most 10 s", slowest <= LONGEST_SECONDS, "s"),
        ("processes that ended", len(dead), "0", not dead, ""),
    ]
    figures = [
        Figure("storage", order.database, what, value, must, ok, unit) for what, value, must, ok, unit in counted
    ]
    return [*figures, *_weight(order, stage)]


def _weight(order: Order, stage: Stage) -> list[Figure]:
    memory, threads = stage.seen.memory, stage.seen.threads
    if order.times < FEW or len(memory) < 4:
        return []
    quarter = len(memory) // 4
    begun = sum(memory[quarter : 2 * quarter]) / quarter
    growth = sum(memory[-quarter:]) / quarter / begun - 1
    more = max(threads[-quarter:]) - max(threads[: 2 * quarter])
    return [
        Figure(
            "storage", order.database, "memory grown", round(growth * 100, 1), "at most 10 %", growth <= GROWTH, "%"
        ),
        Figure("storage", order.database, "threads more than in the first half", more, "at most 2", more <= 2, ""),
    ]
