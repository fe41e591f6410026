"""A scene with several processes on one database, killed or restarted one after the other while people play."""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.waking import CLOCK_LOOK_SECONDS
from tests.faults.phones import Phones
from tests.faults.proxy import Proxy
from tests.faults.rows.several_waits import Waits
from tests.faults.scene import Scene

PATIENCE_SECONDS = 40.0
LOOKING_SECONDS = 5.0
BETWEEN_KILLS = (0.5, 3.0)
BETWEEN_RESTARTS = (0.3, 1.5)


@dataclass(frozen=True)
class Leaving:
    """How a process left when it was asked to."""

    service: str
    code: int
    seconds: float


class Several(Scene):
    """`services` on `url`, the `web` ones behind a proxy, while `times` of them are killed or asked to leave."""

    phones: Waits
    wounded = False

    def __init__(
        self, name: str, url: str, services: Sequence[str], times: int, folder: Path, seed: str, *, kill: bool
    ) -> None:
        folder.mkdir()
        super().__init__(name, url, services, [], folder, seed)
        self._times = times
        self._kills_them = kill
        self._chance = random.Random(f"{seed} {name}")
        self.left: list[Leaving] = []
        self.killed = 0
        self.proxy: Proxy | None = None

    @contextlib.asynccontextmanager
    async def approach(self) -> AsyncIterator[str]:
        """A proxy before those that updates are brought to; where they are fetched, the process itself."""
        receivers = [port for service, port in self.ports.items() if service.startswith("web")]
        if not receivers:
            async with super().approach() as address:
                yield address
            return
        async with Proxy(receivers) as self.proxy:
            yield self.proxy.url

    def phones_on(self, telegram_url: str) -> Phones:
        """Phones that note how long their owners wait."""
        return Waits(telegram_url, self.ledger)

    async def trouble(self) -> None:
        """Kill, or ask to leave, and start anew: any of them, or each in turn."""
        await self.ensure(None)
        for number in range(self._times):
            await asyncio.sleep(self._chance.uniform(*(BETWEEN_KILLS if self._kills_them else BETWEEN_RESTARTS)))
            if self._kills_them:
                await self._kill_one(self._chance.choice(list(self.bots)))
            else:
                await self._restart(self._services[number % len(self._services)])
            self._tell()

    async def _begin_anew(self) -> None:
        """Nothing: they all serve, and none is to be killed besides those that were to be."""

    async def _let_all_time_pass(self) -> None:
        """Go on to the last moment, and leave them the time to see that the clock was moved."""
        await super()._let_all_time_pass()
        await asyncio.sleep(CLOCK_LOOK_SECONDS + LOOKING_SECONDS)

    async def _kill_one(self, service: str) -> None:
        await self.kill(self.bots[service])
        self.killed += 1
        await self._census()
        await self._start_anew(service)

    async def _restart(self, service: str) -> None:
        bot, begun = self.bots[service], time.monotonic()
        self.nursery.end(bot, signal.SIGTERM)
        code = await asyncio.wait_for(asyncio.shield(bot.ended), PATIENCE_SECONDS)
        self.left.append(Leaving(service, code, time.monotonic() - begun))
        await self._start_anew(service)

    async def _start_anew(self, service: str) -> None:
        assert await self.start(service), f"{service} ended with {self.bots[service].ended.result()} before it served"
        proxy = self.proxy
        if proxy and service.startswith("web"):
            await _until(lambda: proxy.is_ready(self.ports[service]), f"{service} is never ready")


async def _until(happens: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not happens():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


def copies(service: str, count: int) -> list[str]:
    """The names of so many copies of a service."""
    return [service, *(f"{service}#{number}" for number in range(2, count + 1))]
