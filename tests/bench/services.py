"""Copies of `web` and `worker` on one database, each a process of its own."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.web.webhook import PATH
from tests.bench.contestants import START_SECONDS, bot_environment, end, end_of
from tests.bench.processes import cpu_seconds, free_port
from tests.bench.world import World

SECRET = "a-secret-of-the-bench"
WEB = ("-m", "bot", "web")
WORKER = ("-m", "bot", "worker")
HURRIED = ("-m", "tests.bench.hurried_worker")
READY = {WEB: "serving", WORKER: "working", HURRIED: "working"}
_numbers = count(1)


@dataclass(frozen=True)
class Copies:
    """So many processes of one kind."""

    pids: tuple[int, ...]
    urls: tuple[str, ...]
    """Where each takes updates, if it does."""

    @property
    def cpu_seconds(self) -> float:
        """What they have used together."""
        return sum(cpu_seconds(pid) for pid in self.pids)


@asynccontextmanager
async def copies(
    command: tuple[str, ...], number: int, world: World, url: str, folder: Path, **more: str
) -> AsyncIterator[Copies]:
    """`number` processes of `command` on the database at `url`, ready, for as long as this lasts.

    Raises:
        AssertionError: one ended, or is not ready in time; with the end of its log.
    """
    async with AsyncExitStack() as stack:
        ports = [free_port() for _ in range(number)]
        told = [bot_environment(world.url, url, **_of_web(port), **more) for port in ports]
        pids = [await stack.enter_async_context(_one(command, env, folder)) for env in told]
        yield Copies(tuple(pids), tuple(f"http://127.0.0.1:{port}{PATH}" for port in ports))


def _of_web(port: int) -> dict[str, str]:
    return {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}


@asynccontextmanager
async def _one(command: tuple[str, ...], env: dict[str, str], folder: Path) -> AsyncIterator[int]:
    log = folder / f"service-{next(_numbers)}.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=folder, env=env, stdout=out, stderr=asyncio.subprocess.STDOUT
        )
    try:
        await _until_said(log, READY[command], process)
        yield process.pid
        assert '"level": "error"' not in log.read_text(errors="replace"), end_of(log)
    finally:
        await end(process)


async def _until_said(log: Path, word: str, process: asyncio.subprocess.Process) -> None:
    until = time.monotonic() + START_SECONDS
    while not _has_said(log, word):
        assert process.returncode is None, end_of(log)
        assert time.monotonic() < until, end_of(log)
        await asyncio.sleep(0.05)


def _has_said(log: Path, word: str) -> bool:
    return f'"event": "{word}"' in log.read_text(errors="replace")


def shares(seconds: float, **cpu: float) -> str:
    """Who took which share of a core, in words."""
    return ", ".join(f"{name} {used / seconds:.2f}" for name, used in cpu.items())


def against_first(values: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    """Each but the first, round by round, as a ratio to the first."""
    return [tuple(above / below for above, below in zip(each, values[0], strict=True)) for each in values[1:]]
