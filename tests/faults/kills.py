"""Kills the real bot, again and again, and proves that nothing is lost or doubled.

The last line, summed over the databases, is `cycles N, lost N, doubled N`; the exit code is 0 only if the last two
are 0, the checker saw every wound that was made to it, and, unless the scene is short, every named point was hit and
every wound could be made.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.failpoints import NAMES
from tests.faults import databases
from tests.faults.plan import plan
from tests.faults.report import Meter, print_outcomes
from tests.faults.scene import Outcome, Scene

RUN, WEB = ("run",), ("web", "worker")


def play(cycles: int, wanted: Sequence[str], seed: int) -> bool:
    """Kill `cycles` times on each of the databases `wanted`, and print what came of it.

    Returns:
        Whether all is well.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="handslag-faults-") as folder, Meter() as meter:
        outcomes = asyncio.run(_play(wanted, cycles, seed, Path(folder), meter))
    print_outcomes(outcomes, seed, time.monotonic() - begun)
    return all(_is_good(outcome) for outcome in outcomes)


async def _play(wanted: Sequence[str], cycles: int, seed: int, folder: Path, meter: Meter) -> list[Outcome]:
    """Both databases at the same time: while one bot starts, the other is served."""
    plays = {"sqlite": _play_on_sqlite, "postgresql": _play_on_postgres}
    scenes = await asyncio.gather(*(plays[name](cycles, seed, folder, meter) for name in wanted))
    return [outcome for outcomes in scenes for outcome in outcomes]


async def _play_on_sqlite(cycles: int, seed: int, folder: Path, meter: Meter) -> list[Outcome]:
    url = f"sqlite:///{folder / 'sqlite' / 'handslag.db'}"
    return [await _scene("sqlite run", url, RUN, cycles, seed, folder / "sqlite", meter).play()]


async def _play_on_postgres(cycles: int, seed: int, folder: Path, meter: Meter) -> list[Outcome]:
    """Half of the cycles with everything in one process, half with webhook and worker."""
    outcomes = []
    with databases.postgres(folder) as admin:
        halves = (("run", RUN, cycles - cycles // 2), ("web", WEB, cycles // 2))
        for name, services, share in halves:
            if share:
                url = databases.create_on(admin, name)
                words = f"postgresql {' + '.join(services)}"
                scene = _scene(words, url, services, share, seed, folder / name, meter)
                outcomes.append(await scene.play())
    return outcomes


def _scene(name: str, url: str, services: Sequence[str], cycles: int, seed: int, folder: Path, meter: Meter) -> Scene:
    folder.mkdir()
    kills = plan(services, cycles, random.Random(f"{seed} {name}"))
    return Scene(name, url, services, kills, folder, f"{seed} {name}", meter.begin(name, cycles))


def _is_good(outcome: Outcome) -> bool:
    verdict = outcome.verdict
    lacking = [*outcome.wounded.unmade, *(name for name in NAMES if not outcome.kills[name])]
    missed = lacking if outcome.cycles >= 4 * len(NAMES) else []  # a short scene has no time for all
    if missed:
        sys.stderr.write(f"{outcome.name}: never played: {', '.join(missed)}\n")
    return not (verdict.lost or verdict.doubled or outcome.wounded.unseen or missed)
