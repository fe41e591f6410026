"""Rounds of flows: the contestants take turns, A B A B, each time from scratch, so that a noisy machine hurts all."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import board
from tests.bench.contestants import WARMING_FLOWS, Contestant, Run, run
from tests.bench.figures import Figure, middle
from tests.bench.world import World
from tests.faults import databases

_numbers = count(1)


def interleaved(
    flows: Mapping[Contestant, int], rounds: int, round_trip: float = 0.0, warming: int = WARMING_FLOWS
) -> dict[str, list[Run]]:
    """By name, what each contestant did in each round, with so many flows after `warming` that are not counted.

    Args:
        flows: how many each plays.
        rounds: how often.
        round_trip: how many seconds a request to Telegram and its answer are on their way.
        warming: flows before the clock starts.
    """
    with folder() as path, server(flows, path) as admin:
        return asyncio.run(_interleaved(flows, rounds, World(round_trip), warming, admin))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes."""
    with TemporaryDirectory(prefix="handslag-bench-") as name:
        yield Path(name)


def postmaster(path: Path) -> int:
    """The id of the PostgreSQL's first process that `databases.postgres` has started under `path`."""
    return int((path / "postgres" / "postmaster.pid").read_text(encoding="ascii").split()[0])


@contextmanager
def server(contestants: Iterable[Contestant], path: Path) -> Iterator[str]:
    """A PostgreSQL where a contestant needs one: the URL of its administrative database, or nothing."""
    if not any(contestant.on_postgres for contestant in contestants):
        yield ""
        return
    with databases.postgres(path) as admin:
        yield admin


async def _interleaved(
    flows: Mapping[Contestant, int], rounds: int, empty: World, warming: int, admin: str
) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in flows}
    async with empty as world:
        for _ in range(rounds):
            for contestant, count in flows.items():
                runs[contestant.name].append(await _one(contestant, world, count, warming, admin))
    return runs


async def _one(contestant: Contestant, world: World, flows: int, warming: int, admin: str) -> Run:
    with folder() as path:
        url = new_database(admin) if contestant.on_postgres else f"sqlite:///{path / 'bench.db'}"
        board.set_up(url)
        return await run(contestant, world, url, path, flows, warming)


def new_database(admin: str) -> str:
    """A new database on that server; its URL."""
    return databases.create_on(admin, f"bench{next(_numbers)}")


def harness(bench: str, ours: Sequence[Run], whose: str = "beside the product") -> Figure:
    """How busy the fake Telegram and its people were: near 1 they would be what is measured."""
    busy = tuple(run.played.share for run in ours)
    sent = middle([run.played.calls.get("sendmessage", 0) / run.played.seconds for run in ours])
    note = f"{whose}; the bot's own: {middle([run.share for run in ours]):.2f}; {sent:.0f} messages sent/s"
    return Figure(bench, "share of a core that the fake Telegram and its people took", busy, unit="cores", note=note)
