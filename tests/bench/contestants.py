"""The bots that are compared, each a process of its own against the fake Telegram, ended by its id."""

import asyncio
import os
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.fake import TOKEN, FakeTelegram
from tests.bench.players import Game, play, play_echo

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
WARMING_FLOWS = 20
_KEPT = ("PATH", "HOME", "LANG", "TZ", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Contestant:
    """A bot: how it is started, and who plays with it."""

    name: str
    command: tuple[str, ...]
    player: Callable[[FakeTelegram, int], Awaitable[Game]]
    on_postgres: bool = False


@dataclass(frozen=True)
class Run:
    """What one contestant did in one round."""

    updates: int
    seconds: float
    cpu_seconds: float
    """User and system time of the bot's process."""
    own_cpu_seconds: float
    """That of the fake Telegram and the players, which share the machine."""
    calls: int
    sent: int

    @property
    def per_second(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds

    @property
    def cpu_per_update(self) -> float:
        """CPU milliseconds an update."""
        return 1000 * self.cpu_seconds / self.updates


PRODUCT = Contestant("the product", ("-m", "bot", "run"), play)
ECHO = Contestant("PTB echo bot", ("-m", "tests.bench.echo_bot"), play_echo)
ECHO_AT_ONCE = Contestant("PTB echo bot, 48 updates at once", ("-m", "tests.bench.echo_bot", "48"), play_echo)
PLAIN = Contestant("aiogram + AsyncSession", ("-m", "tests.bench.plain_bot"), play, on_postgres=True)


def environment(**more: str) -> dict[str, str]:
    """A small environment for a process, so that no setting leaks in."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def bot_environment(telegram: FakeTelegram, database_url: str) -> dict[str, str]:
    """What a contestant is told."""
    return environment(
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_URL=telegram.url,
        DATABASE_URL=database_url,
        CHILD_WORRY_PHONE="08-465 004 10",
        PROTECTED_DATA_PHONE="08-465 004 20",
    )


@asynccontextmanager
async def started(contestant: Contestant, telegram: FakeTelegram, url: str, folder: Path) -> AsyncIterator[int]:
    """The contestant's process, polling, for as long as this lasts; its id.

    Raises:
        AssertionError: it ended, or logged an error; with the end of its log.
    """
    telegram.forget()
    log = folder / "bot.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *contestant.command,
            cwd=folder,
            env=bot_environment(telegram, url),
            stdout=out,
            stderr=asyncio.subprocess.STDOUT,
        )
    try:
        polled = asyncio.create_task(telegram.polled.wait())
        ended = asyncio.create_task(process.wait())
        await asyncio.wait({polled, ended}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        assert polled.done(), f"{contestant.name} does not poll: {_end_of(log)}"
        yield process.pid
        assert '"level": "error"' not in log.read_text(errors="replace"), _end_of(log)
    except TimeoutError as stalled:
        raise AssertionError(f"{contestant.name}: {stalled}; {_end_of(log)}") from stalled
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


async def run(contestant: Contestant, telegram: FakeTelegram, url: str, folder: Path, flows: int) -> Run:
    """Start the contestant, let it get warm, and measure `flows` flows."""
    async with started(contestant, telegram, url, folder) as pid:
        await contestant.player(telegram, WARMING_FLOWS)
        telegram.calls.clear()
        begun, cpu, own = time.perf_counter(), cpu_seconds(pid), time.process_time()
        game = await contestant.player(telegram, flows)
        return Run(
            updates=game.issued,
            seconds=time.perf_counter() - begun,
            cpu_seconds=cpu_seconds(pid) - cpu,
            own_cpu_seconds=time.process_time() - own,
            calls=telegram.calls.total(),
            sent=telegram.calls["sendmessage"],
        )


def cpu_seconds(pid: int) -> float:
    """User and system time that a running process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident_megabytes(pid: int) -> float:
    """How much memory a running process holds now."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:]
