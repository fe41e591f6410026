"""From the start of `python -m bot run` to its first poll, against importing PTB; memory after 10,000 updates."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import board
from tests.bench.contestants import PRODUCT, started
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.players import UPDATES_PER_FLOW
from tests.bench.processes import environment, resident_megabytes
from tests.bench.rounds import folder
from tests.bench.size import sized
from tests.bench.world import World

TIMES_A_ROUND = 2
UPDATES = 10_000
FLOWS = 100


def measure(rounds: int = 3) -> list[Figure]:
    """Starts in turns with imports; then one long life."""
    return asyncio.run(_measure(rounds * TIMES_A_ROUND))


async def _measure(starts: int) -> list[Figure]:
    with folder() as path:
        url = f"sqlite:///{path / 'bench.db'}"
        board.set_up(url)
        async with World() as world:
            return [await _starting(world, url, path, starts), await _remembering(world, url, path)]


async def _starting(world: World, url: str, path: Path, starts: int) -> Figure:
    ours, theirs = [], []
    for _ in range(starts + 1):
        begun = time.perf_counter()
        async with started(PRODUCT, world, url, path):
            ours.append(time.perf_counter() - begun)
        theirs.append(_import_ptb(path))
    note = f"{middle(ours[1:]):.2f} s against {middle(theirs[1:]):.2f} s; the database is up to date"
    goal = at_most(4.5, 3.5)
    return Figure(
        "start", "to the first poll, against importing PTB", ratios(ours[1:], theirs[1:]), goal=goal, note=note
    )


def _import_ptb(path: Path) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import telegram.ext"], cwd=path, env=environment(), check=True)
    return time.perf_counter() - begun


async def _remembering(world: World, url: str, path: Path) -> Figure:
    async with started(PRODUCT, world, url, path) as pid:
        fresh = resident_megabytes(pid)
        flows = sized(FLOWS)
        updates = sized(UPDATES)
        await world.play("flows", flows)
        await world.play("help", updates - flows * UPDATES_PER_FLOW)
        full = resident_megabytes(pid)
    note = f"{fresh:.0f} MB at the first poll; {flows} complete flows, the rest help pages"
    return Figure("start", f"memory after {updates:,} updates", (full,), "MB", at_most(130, 110), note)
