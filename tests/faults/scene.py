"""One scene: people play on their phones while the bot is killed and started again, and again; then it is quiet."""

import asyncio
import contextlib
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bot.clock import SharedClock, at_local
from bot.demo.cast import Player
from bot.demo.telegram.api import TOKEN
from models import Role
from tests.faults import checker, databases, drain
from tests.faults.ledger import Ledger
from tests.faults.phones import Phones
from tests.faults.plan import RANDOM, Kill
from tests.faults.players import Caseworker, Koordinator
from tests.faults.processes import Bot, LocalTelegram, Nursery, environment

MORNING = at_local(date(2022, 10, 3), 9)
QUIET_SECONDS = 2.0
POINT_SECONDS = (3.0, 3.0, 4.0)
SECRET = "only-for-the-local-telegram"


@dataclass
class Outcome:
    """What came of a scene."""

    name: str
    cycles: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    verdict: checker.Verdict = field(default_factory=checker.Verdict)
    repeated: int = 0
    """Updates that were committed when a kill came, and not acknowledged: they came again."""
    logged: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    quiet_seconds: float = 0.0
    """Of these, after the last kill."""
    unseen: list[str] = field(default_factory=list)
    """Wounds that were made to a copy of the books and that the checker did not see."""


class Scene:
    """`services` on the empty database `url`, killed as `kills` says while those in `playing` play.

    `tell` is called after each kill.
    """

    def __init__(
        self,
        name: str,
        url: str,
        services: Sequence[str],
        kills: Sequence[Kill],
        folder: Path,
        seed: str,
        tell: Callable[[], None] = lambda: None,
        playing: Sequence[Player] = databases.PLAYERS,
    ) -> None:
        self.url = url
        self.ledger = Ledger()
        self.outcome = Outcome(name)
        self._services = services
        self._kills = kills
        self._folder = folder
        self._seed = seed
        self._tell = tell
        self._playing = playing
        self.bots: dict[str, Bot] = {}
        self._clock_file = folder / "clock"
        self._port = _free_port()

    async def play(self) -> Outcome:
        """Play it to the end, and check."""
        begun = time.monotonic()
        async with self.staged():
            await self._play_with_faults()
        self.outcome.logged = self.nursery.logged
        await asyncio.to_thread(self._check)
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    @contextlib.asynccontextmanager
    async def staged(self) -> AsyncIterator[None]:
        """Everything is there but the bot: the database with everybody in it, Telegram, the phones."""
        self.move_clock(MORNING - SharedClock().now())
        await asyncio.to_thread(databases.set_up, self.url, MORNING)
        async with LocalTelegram(self._folder, self._clock_file) as telegram, Nursery(self._folder) as self.nursery:
            self._env = self._environment(telegram.url)
            async with Phones(telegram.url, self.ledger) as self.phones:
                for player in databases.PLAYERS:
                    await self.phones.add(player.telegram_id, player.name, player.role.value)
                yield

    async def _play_with_faults(self) -> None:
        enough, home = asyncio.Event(), asyncio.Event()
        async with self._players(enough, home) as (caseworkers, koordinators):
            for number, kill in enumerate(self._kills):
                following = self._kills[number + 1] if number + 1 < len(self._kills) else None
                await self._cycle(kill, following)
                self._tell()
            begun = time.monotonic()
            await self.ensure(None)
            enough.set()
            await drain.finish_flows(caseworkers)
            await drain.answer_all(self)
            home.set()
            await drain.finish_flows(koordinators)
            await drain.say_all(self)
            await self._stop()
            self.outcome.quiet_seconds = time.monotonic() - begun

    @contextlib.asynccontextmanager
    async def _players(
        self, enough: asyncio.Event, home: asyncio.Event
    ) -> AsyncIterator[tuple[list["asyncio.Task[None]"], list["asyncio.Task[None]"]]]:
        taken: set[int] = set()
        caseworkers, koordinators = [], []
        for player in self._playing:
            user, chance = player.telegram_id, random.Random(f"{self._seed} {player.telegram_id}")
            if player.role is Role.CASEWORKER:
                play = Caseworker(user, self.phones, self.ledger, chance).play(enough)
                caseworkers.append(asyncio.create_task(play))
            elif player.role is Role.KOORDINATOR:
                play = Koordinator(user, self.phones, self.ledger, chance, taken).play(home)
                koordinators.append(asyncio.create_task(play))
        try:
            yield caseworkers, koordinators
        finally:
            for task in (*caseworkers, *koordinators):
                task.cancel()
            await asyncio.gather(*caseworkers, *koordinators, return_exceptions=True)

    async def _cycle(self, kill: Kill, following: Kill | None) -> None:
        await self.ensure(kill)
        point = RANDOM
        if kill.point == RANDOM:
            await asyncio.sleep(kill.seconds)
        else:
            point = kill.point if await self._dies(kill) else RANDOM
        armed_next = following.services if following and following.point != RANDOM else ()
        for service in {*kill.services, *armed_next}:
            await self._kill(self.bots[service])
        self.outcome.kills[point] += 1
        self.outcome.cycles += 1
        await self._census()

    async def _dies(self, kill: Kill) -> bool:
        """Wait for an armed bot to die at its point; whether it did."""
        victim = self.bots[kill.services[0]]
        for seconds in POINT_SECONDS:
            if kill.point == "after-send":
                await self._let_leases_end()
            with contextlib.suppress(TimeoutError):
                code = await asyncio.wait_for(asyncio.shield(victim.ended), seconds)
                assert code == -signal.SIGKILL, f"{victim.service} ended by itself with {code}"
                return True
        return False

    async def _let_leases_end(self) -> None:
        """Move the clock so far that notices which a kill left claimed are free again.

        Nobody taps meanwhile, and nothing may wait: a tap that is older than 150 seconds dies in Telegram's queue.
        """
        async with self.phones.at_rest:
            end = time.monotonic() + QUIET_SECONDS
            while all(bot.is_alive for bot in self.bots.values()) and time.monotonic() < end:
                if len(await asyncio.to_thread(databases.handled_now, self.url)) == self.ledger.issued:
                    self.move_clock(drain.LONGER_THAN_A_LEASE)
                    return
                await asyncio.sleep(0.05)

    async def ensure(self, kill: Kill | None) -> None:
        """Start the services that are down, armed as `kill` says, and wait until they serve."""
        for service in self._services:
            before = self.bots.get(service)
            if before and before.is_alive:
                continue
            assert before is None or before.ended.result() == -signal.SIGKILL, f"{service} ended by itself"
            armed = kill is not None and kill.point != RANDOM and service in kill.services
            more = {"HANDSLAG_FAILPOINT": f"{kill.point}:{kill.nth}"} if kill and armed else {}
            bot = self.bots[service] = await self.nursery.start(service, {**self._env, **more})
            serves = await bot.is_serving()
            assert serves or armed, f"{service} ended with {bot.ended.result()} before it served"

    async def _kill(self, bot: Bot) -> None:
        self.nursery.end(bot)
        code = await asyncio.wait_for(bot.ended, 10)
        assert code == -signal.SIGKILL, f"{bot.service} ended by itself with {code}"

    async def _stop(self) -> None:
        """Without a fault at last: asked to end, they end well."""
        for bot in self.bots.values():
            self.nursery.end(bot, signal.SIGTERM)
            code = await asyncio.wait_for(bot.ended, 20)
            assert code == 0, f"{bot.service} ended with {code} when asked to"

    async def _census(self) -> None:
        """No update may be gone from Telegram that the database does not know of."""
        async with self.phones.at_rest:
            pending = await self.phones.pending()
            handled = await asyncio.to_thread(databases.autopsy, self.url, self._folder)
            both = pending + len(handled) - self.ledger.issued
        if both < 0:
            self.outcome.verdict.lost.append(f"{-both} updates acknowledged and not handled, at a kill")
        receiver = self.bots.get("run") or self.bots["web"]
        if not receiver.is_alive:
            self.outcome.repeated += max(0, both)

    def move_clock(self, by: timedelta) -> None:
        """Move the clock that everybody shares."""
        offset = float(self._clock_file.read_text()) if self._clock_file.exists() else 0.0
        written = self._clock_file.with_suffix(".new")
        written.write_text(str(offset + by.total_seconds()))
        written.replace(self._clock_file)  # at once: nobody reads half of it

    def _environment(self, telegram_url: str) -> dict[str, str]:
        return environment(
            DATABASE_URL=self.url,
            TELEGRAM_TOKEN=TOKEN,
            TELEGRAM_API_URL=telegram_url,
            SHARED_CLOCK=str(self._clock_file),
            PORT=str(self._port),
            PUBLIC_URL=f"http://127.0.0.1:{self._port}",
            WEBHOOK_SECRET=SECRET,
        )

    def _check(self) -> None:
        engine = databases.writer(self.url)
        early = self.outcome.verdict.lost
        self.outcome.verdict = checker.check(engine, self.ledger, self.phones)
        self.outcome.verdict.lost[:0] = early
        self.outcome.unseen = checker.unseen_wounds(engine, self.ledger, self.phones)
        engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
