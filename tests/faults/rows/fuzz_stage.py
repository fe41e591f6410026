"""Real bot processes on a database with everybody in it, and a local Telegram in the row's own process."""

import asyncio
import contextlib
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.clock import SharedClock, at_local
from bot.demo.telegram.api import TOKEN
from bot.demo.telegram.faults import Faults
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.web.webhook import HEADER, PATH
from tests.faults import databases
from tests.faults.figures import Order
from tests.faults.processes import Bot, Nursery, environment

MORNING = at_local(date(2022, 10, 3), 9)
SECRET = "only-for-the-local-telegram"
KEPT_MESSAGES = 40
ANSWER_SECONDS = 30.0
END_SECONDS = 20.0
OK = range(200, 300)


@dataclass
class Stage:
    """The processes, the Telegram in front of them, and a client that posts as Telegram does."""

    world: World
    bots: list[Bot]
    urls: list[str]
    """Where each of the processes takes updates, where they do."""
    http: ClientSession
    faults: Faults = field(default_factory=Faults)
    """What the Telegram in front of them can be asked to do wrong."""
    logged: Counter[str] = field(default_factory=Counter)
    """What the processes complained about, known once the stage is left."""

    async def post(self, body: bytes, worker: int = 0) -> int:
        """Bring one update to a worker; the status of its answer, 0 where there was none."""
        headers = {HEADER: SECRET, "Content-Type": "application/json"}
        try:
            async with self.http.post(self.urls[worker], data=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (ClientError, TimeoutError, OSError):
            return 0

    def memory(self) -> float:
        """The resident memory of all processes together, in MB."""
        return sum(_resident(bot.pid) for bot in self.bots) / 1024


def _resident(pid: int) -> int:
    """Resident memory of a process in kB; proc(5), VmRSS."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


@contextlib.asynccontextmanager
async def staged(
    order: Order, services: Sequence[str], more: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[Stage]:
    """Everybody signed in, `services` (`run`, or several `web`) serving; they must end well when asked to."""
    clock = SharedClock(order.folder / "clock")
    clock.move_to(MORNING)
    await asyncio.to_thread(databases.set_up, order.url, MORNING)
    world = World(clock, keep=KEPT_MESSAGES)
    for player in databases.PLAYERS:
        world.add_user(player.telegram_id, player.name, started=True)
    connector, timeout = TCPConnector(limit=0), ClientTimeout(total=ANSWER_SECONDS)
    async with LocalTelegram(world) as telegram, ClientSession(connector=connector, timeout=timeout) as http:
        stage = Stage(world, [], [], http, telegram.faults)
        async with Nursery(order.folder) as nursery:
            for service in services:
                port = _free_port()
                env = _environment(order, telegram.url, port, more)
                stage.bots.append(await nursery.start(service, env))
                stage.urls.append(f"http://127.0.0.1:{port}{PATH}")
            for bot in stage.bots:
                assert await bot.is_serving(), f"{bot.service} ended before it served"
            yield stage
            await _stop(nursery, stage.bots)
        stage.logged.update(nursery.logged)


async def _stop(nursery: Nursery, bots: Sequence[Bot]) -> None:
    for bot in bots:
        nursery.end(bot, signal.SIGTERM)
    for bot in bots:
        code = await asyncio.wait_for(bot.ended, END_SECONDS)
        assert code == 0, f"{bot.service} ended with {code} when asked to"


def _environment(order: Order, telegram_url: str, port: int, more: Mapping[str, str]) -> dict[str, str]:
    return environment(
        DATABASE_URL=order.url,
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_URL=telegram_url,
        SHARED_CLOCK=str(order.folder / "clock"),
        PORT=str(port),
        PUBLIC_URL=f"http://127.0.0.1:{port}",
        WEBHOOK_SECRET=SECRET,
        **more,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
