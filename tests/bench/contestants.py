"""The bots that are compared, each a process of its own against the fake Telegram, ended by its id."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.fake import TOKEN
from tests.bench.processes import cpu_seconds, environment
from tests.bench.world import Played, Stalled, World

START_SECONDS = 60.0
WARMING_FLOWS = 20


@dataclass(frozen=True)
class Contestant:
    """A bot: how it is started, and what is played with it (`games.GAMES`)."""

    name: str
    command: tuple[str, ...]
    game: str
    on_postgres: bool = False


@dataclass(frozen=True)
class Run:
    """What one contestant did in one round."""

    played: Played
    cpu_seconds: float
    """User and system time of the bot's process."""

    @property
    def per_second(self) -> float:
        """Updates a second."""
        return self.played.per_second

    @property
    def cpu_per_update(self) -> float:
        """CPU milliseconds an update."""
        return 1000 * self.cpu_seconds / self.played.updates

    @property
    def share(self) -> float:
        """Which share of a core the bot took."""
        return self.cpu_seconds / self.played.seconds


PRODUCT = Contestant("the product", ("-m", "bot", "run"), "flows")
ECHO = Contestant("PTB echo bot", ("-m", "tests.bench.echo_bot"), "echo")
ECHO_AT_ONCE = Contestant("PTB echo bot, 48 updates at once", ("-m", "tests.bench.echo_bot", "48"), "echo")
AIOGRAM = Contestant("aiogram + AsyncSession", ("-m", "tests.bench.plain.aiogram_bot"), "flows", on_postgres=True)
PTB = Contestant(
    "PTB + AsyncSession + ConversationHandler", ("-m", "tests.bench.plain.ptb_bot"), "flows", on_postgres=True
)


def bot_environment(telegram_url: str, database_url: str, **more: str) -> dict[str, str]:
    """What a contestant is told."""
    usual = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram_url,
        "DATABASE_URL": database_url,
        "CHILD_WORRY_PHONE": "08-465 004 10",
        "PROTECTED_DATA_PHONE": "08-465 004 20",
        "PORT": "0",
    }
    return environment(**{**usual, **more})


@asynccontextmanager
async def started(contestant: Contestant, world: World, url: str, folder: Path, **more: str) -> AsyncIterator[int]:
    """The contestant's process, polling, for as long as this lasts; its id. `more` goes into its environment.

    Raises:
        AssertionError: it ended, or logged an error; with the end of its log.
    """
    await world.forget()
    log = folder / "bot.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *contestant.command,
            cwd=folder,
            env=bot_environment(world.url, url, **more),
            stdout=out,
            stderr=asyncio.subprocess.STDOUT,
        )
    try:
        await _until_polled(contestant, process, world, log)
        yield process.pid
        assert '"level": "error"' not in log.read_text(errors="replace"), end_of(log)
    except Stalled as stalled:
        raise AssertionError(f"{contestant.name}: {stalled}; {end_of(log)}") from stalled
    finally:
        await end(process)


async def _until_polled(contestant: Contestant, process: asyncio.subprocess.Process, world: World, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            await world.until_polled(1.0)
        except Stalled:
            assert process.returncode is None, f"{contestant.name} ended: {end_of(log)}"
            assert time.monotonic() < until, f"{contestant.name} does not poll: {end_of(log)}"
        else:
            return


async def end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to leave; where it does not, end it."""
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 15)
    except TimeoutError:
        process.kill()
        await process.wait()


async def run(contestant: Contestant, world: World, url: str, folder: Path, flows: int, warming: int) -> Run:
    """Start the contestant, let it get warm with `warming` flows, and measure `flows` flows.

    Raises:
        AssertionError: it ended, stalled or logged an error.
    """
    async with started(contestant, world, url, folder) as pid:
        await world.play(contestant.game, warming)
        cpu = cpu_seconds(pid)
        played = await world.play(contestant.game, flows)
        return Run(played, cpu_seconds(pid) - cpu)


def end_of(log: Path) -> str:
    """The end of a log."""
    return log.read_text(errors="replace")[-3000:]
