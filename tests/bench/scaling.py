"""PostgreSQL: complete flows with 1, 2 and 4 `web` processes, and notices with 1, 2 and 4 `worker` processes.

Updates are brought to the webhooks in turn, 40 at once to each; a worker says the notices beside. Notices are said
without Telegram's pace, to see what the workers can do; a last figure keeps the pace, with four of them.
The notes say who took which share of a core: where all of them together take what the machine has, that is where it
stops scaling. Left out: a PostgreSQL on a machine of its own; a proxy.
"""

import asyncio
import time
from pathlib import Path

from tests.bench import board
from tests.bench.contestants import WARMING_FLOWS
from tests.bench.figures import Figure, at_least, middle
from tests.bench.gate import RATE
from tests.bench.outbox import owe, people_at
from tests.bench.processes import family_cpu_seconds
from tests.bench.rounds import folder, new_database, postmaster
from tests.bench.services import HURRIED, SECRET, WEB, WORKER, against_first, copies, shares
from tests.bench.size import sized
from tests.bench.world import World
from tests.faults import databases

COUNTS = (1, 2, 4)
FLOWS = 60
NOTICES, PEOPLE = 2_000, 1_000
PACED_NOTICES = 900
Measured = tuple[float, str]
"""How many a second, and who took which share of a core."""


def measure(rounds: int = 3) -> list[Figure]:
    """Both kinds of processes, interleaved by how many there are."""
    webs: list[list[Measured]] = [[] for _ in COUNTS]
    workers: list[list[Measured]] = [[] for _ in COUNTS]
    with folder() as path, databases.postgres(path) as admin:
        server = postmaster(path)
        for _ in range(rounds):
            for place, number in enumerate(COUNTS):
                webs[place].append(asyncio.run(_flows(number, admin, path, server)))
                workers[place].append(asyncio.run(_notices(number, admin, path, server)))
        paced = asyncio.run(_paced(admin, path))
    return [*_figures("updates/s", "web", webs), *_figures("notices/s", "worker, no pace", workers), paced]


async def _flows(number: int, admin: str, path: Path, server: int) -> Measured:
    url = new_database(admin)
    board.set_up(url)
    async with (
        World() as world,
        copies(WEB, number, world, url, path) as webs,
        copies(WORKER, 1, world, url, path) as worker,
    ):
        await world.bring_to(list(webs.urls), SECRET)
        await world.play("flows", WARMING_FLOWS)
        before = (webs.cpu_seconds, worker.cpu_seconds, family_cpu_seconds(server))
        played = await world.play("flows", sized(FLOWS, 5))
        after = (webs.cpu_seconds, worker.cpu_seconds, family_cpu_seconds(server))
    used = [late - early for early, late in zip(before, after, strict=True)]
    named = dict(zip(("web", "worker", "postgres"), used, strict=True), telegram=played.cpu_seconds)
    return played.per_second, shares(played.seconds, **named)


async def _notices(number: int, admin: str, path: Path, server: int) -> Measured:
    url, wanted = new_database(admin), sized(NOTICES, 100)
    ids = people_at(url, PEOPLE)
    async with World() as world:
        await world.limit(wanted, 0)
        async with copies(HURRIED, number, world, url, path) as workers:
            begun, before = time.monotonic(), (workers.cpu_seconds, family_cpu_seconds(server))
            owe(url, wanted, ids)
            await world.until_sent(300)
            seconds = time.monotonic() - begun
            after = (workers.cpu_seconds, family_cpu_seconds(server))
    used = [late - early for early, late in zip(before, after, strict=True)]
    return wanted / seconds, shares(seconds, **dict(zip(("worker", "postgres"), used, strict=True)))


async def _paced(admin: str, path: Path) -> Figure:
    """As they are shipped: four share one pace through the database."""
    url, wanted = new_database(admin), sized(PACED_NOTICES, 100)
    owe(url, wanted, people_at(url, PEOPLE))
    async with World() as world:
        await world.limit(wanted, RATE)
        async with copies(WORKER, COUNTS[-1], world, url, path):
            sent = await world.until_sent(60 + 2 * wanted / RATE)
    after = sent.times[RATE:]
    share = 100 * (len(after) - 1) / (after[-1] - after[0]) / RATE
    note = f"{wanted} notices, {sent.refusals} refusals (429)"
    return Figure("scaling", f"share of {RATE}/s, {COUNTS[-1]} workers together", (share,), "%", at_least(98, 99), note)


def _figures(unit: str, kind: str, measured: list[list[Measured]]) -> list[Figure]:
    rates = [[rate for rate, _ in each] for each in measured]
    whose = [each[-1][1] for each in measured]
    first = Figure(
        "scaling", f"{unit}, 1 {kind}", tuple(rates[0]), unit, note=f"cores: {whose[0]}", more_is_better=True
    )
    later = [
        Figure(
            "scaling",
            f"{unit}, {number} {kind}, against 1",
            ratio,
            note=f"{middle(rate):.0f}/s; cores: {said}",
            more_is_better=True,
        )
        for number, ratio, rate, said in zip(COUNTS[1:], against_first(rates), rates[1:], whose[1:], strict=True)
    ]
    return [first, *later]
