"""From the start of `python -m bot run` to its first poll, against importing PTB; memory after 10,000 updates."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import board
from tests.bench.contestants import PRODUCT, environment, resident_megabytes, started
from tests.bench.fake import FakeTelegram
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.players import UPDATES_PER_FLOW, play, play_help

TIMES_A_ROUND = 2
UPDATES = 10_000
FLOWS = 100


def measure(rounds: int = 3) -> list[Figure]:
    """Starts in turns with imports; then one long life."""
    return asyncio.run(_measure(rounds * TIMES_A_ROUND))


async def _measure(starts: int) -> list[Figure]:
    with TemporaryDirectory(prefix="handslag-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.db'}"
        board.set_up(url)
        async with FakeTelegram() as telegram:
            return [await _starting(telegram, url, folder, starts), await _remembering(telegram, url, folder)]


async def _starting(telegram: FakeTelegram, url: str, folder: Path, starts: int) -> Figure:
    ours, theirs = [], []
    for _ in range(starts + 1):
        begun = time.perf_counter()
        async with started(PRODUCT, telegram, url, folder):
            ours.append(time.perf_counter() - begun)
        theirs.append(_import_ptb(folder))
    note = f"{middle(ours[1:]):.2f} s against {middle(theirs[1:]):.2f} s; the database is up to date"
    goal = at_most(4.5, 3.5)
    return Figure(
        "start", "to the first poll, against importing PTB", ratios(ours[1:], theirs[1:]), goal=goal, note=note
    )


def _import_ptb(folder: Path) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import telegram.ext"], cwd=folder, env=environment(), check=True)
    return time.perf_counter() - begun


async def _remembering(telegram: FakeTelegram, url: str, folder: Path) -> Figure:
    async with started(PRODUCT, telegram, url, folder) as pid:
        fresh = resident_megabytes(pid)
        await play(telegram, FLOWS)
        await play_help(telegram, UPDATES - FLOWS * UPDATES_PER_FLOW)
        full = resident_megabytes(pid)
    note = f"{fresh:.0f} MB at the first poll; {FLOWS} complete flows, the rest help pages"
    return Figure("start", f"memory after {UPDATES:,} updates", (full,), "MB", at_most(130, 110), note)
