"""Rounds of flows: the contestants take turns, A B A B, each time from scratch, so that a noisy machine hurts all."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import board
from tests.bench.contestants import Contestant, Run, run
from tests.bench.fake import FakeTelegram
from tests.faults import databases

_numbers = count(1)


def interleaved(contestants: Sequence[Contestant], rounds: int, flows: int) -> dict[str, list[Run]]:
    """By name, what each contestant did in each round."""
    with TemporaryDirectory(prefix="handslag-bench-") as name, _server(contestants, Path(name)) as admin:
        return asyncio.run(_interleaved(contestants, rounds, flows, admin))


@contextmanager
def _server(contestants: Sequence[Contestant], folder: Path) -> Iterator[str]:
    """A PostgreSQL where a contestant needs one: the URL of its administrative database, or nothing."""
    if not any(contestant.on_postgres for contestant in contestants):
        yield ""
        return
    with databases.postgres(folder) as admin:
        yield admin


async def _interleaved(contestants: Sequence[Contestant], rounds: int, flows: int, admin: str) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    async with FakeTelegram() as telegram:
        for _ in range(rounds):
            for contestant in contestants:
                runs[contestant.name].append(await _one(contestant, telegram, flows, admin))
    return runs


async def _one(contestant: Contestant, telegram: FakeTelegram, flows: int, admin: str) -> Run:
    with TemporaryDirectory(prefix="handslag-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.db'}"
        if contestant.on_postgres:
            url = databases.create_on(admin, f"bench{next(_numbers)}")
        board.set_up(url)
        return await run(contestant, telegram, url, folder, flows)
