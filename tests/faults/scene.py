"""One scene: people play on their phones while the bot is killed and started again, and again; then it is quiet."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SharedClock
from bot.demo.cast import Player
from bot.demo.telegram.api import TOKEN
from bot.sealed import KeyRing
from bot.sealed.ring import new_key
from tests.faults import checker, databases, drain, facts, moving
from tests.faults.books import Evidence
from tests.faults.ledger import Ledger
from tests.faults.outcome import Outcome
from tests.faults.phones import Phones
from tests.faults.plan import RANDOM, Kill
from tests.faults.players import Stage
from tests.faults.ports import free_port
from tests.faults.processes import Bot, LocalTelegram, Nursery, environment
from tests.faults.timeline import MORNING, moments

WAIT_SECONDS = 0.1
POINT_SECONDS = (2.0, 3.0, 5.0, 10.0, 20.0, 40.0)
"""How long an armed bot is waited for; before each, notices that a kill left claimed are free again."""
SENDS = frozenset({"before-send", "after-send"})
RECEIVERS = ("run", "web")
"""The services that updates come to."""
SECRET = "only-for-the-local-telegram"

__all__ = ["Outcome", "Scene"]


class Scene:
    """`services` on the empty database `url`, killed as `kills` says while those in `playing` play.

    `tell` is called after each kill. Several copies of a service are told apart by what follows a `#` in their names:
    `web`, `web#2`. Whoever gives them something else than kills to bear, or something to stand between them and
    Telegram, overrides `trouble` and `approach`.
    """

    wounded = True
    """Whether wounds are made to a copy of the books afterwards; a short scene has nothing to wound yet."""

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
        self._clock = moving.MovedClock(folder / "clock")
        self.ports = {service: free_port() for service in services}
        """Where each service listens, if it does."""
        self._key = new_key("bench")
        self._moments = moments(len(kills))

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
        await asyncio.to_thread(facts.add, self.url, MORNING)
        async with (
            LocalTelegram(self._folder, self._clock.file) as telegram,
            Nursery(self._folder) as self.nursery,
            self.approach() as self.address,
            self.phones_on(telegram.url) as self.phones,
        ):
            self._env = self._environment(telegram.url, self.address)
            for player in (*databases.PLAYERS, facts.SECOND):
                await self.phones.add(player.telegram_id, player.name, player.role.value)
            yield

    def phones_on(self, telegram_url: str) -> Phones:
        """The phones that the players hold."""
        return Phones(telegram_url, self.ledger)

    @contextlib.asynccontextmanager
    async def approach(self) -> AsyncIterator[str]:
        """What Telegram calls to reach the bot: its address. The first of the services itself."""
        yield f"http://127.0.0.1:{next(iter(self.ports.values()))}"

    async def trouble(self) -> None:
        """What happens while the players play."""
        for number, kill in enumerate(self._kills):
            following = self._kills[number + 1] if number + 1 < len(self._kills) else None
            await self._cycle(number, kill, following)
            self._tell()

    async def _play_with_faults(self) -> None:
        enough, home = asyncio.Event(), asyncio.Event()
        async with self._players(enough, home) as (beginners, answerers):
            await self.trouble()
            begun = time.monotonic()
            await self._let_all_time_pass()
            await drain.something_of_each(self)
            enough.set()
            await drain.finish_flows(beginners)
            await drain.answer_all(self)
            home.set()
            await drain.finish_flows(answerers)
            await drain.say_all(self)
            await self._stop()
            self.outcome.quiet_seconds = time.monotonic() - begun

    async def _let_all_time_pass(self) -> None:
        """Start without a fault, and go on to the last moment; what has fallen due by then is done at the starts."""
        await self._begin_anew()
        while self._moments:
            if await self._let_time_pass(len(self._kills)):
                await self._begin_anew()
            else:
                await asyncio.sleep(WAIT_SECONDS)

    async def _begin_anew(self) -> None:
        """Start everything once more, without a fault: what has fallen due by now is done at the start."""
        for bot in self.bots.values():
            await self.kill(bot)
        await self.ensure(None)

    @contextlib.asynccontextmanager
    async def _players(
        self, enough: asyncio.Event, home: asyncio.Event
    ) -> AsyncIterator[tuple[list["asyncio.Task[None]"], list["asyncio.Task[None]"]]]:
        stage = Stage(self.phones, self.ledger, self.address, self.now, self._seed, enough, home)
        beginners = [asyncio.create_task(play) for play in stage.beginners(self._playing)]
        answerers = [asyncio.create_task(play) for play in stage.answerers(self._playing)]
        try:
            yield beginners, answerers
        finally:
            for task in (*beginners, *answerers):
                task.cancel()
            await asyncio.gather(*beginners, *answerers, return_exceptions=True)

    async def _cycle(self, number: int, kill: Kill, following: Kill | None) -> None:
        with self.outcome.timed("starting"):
            await self.ensure(kill)
        with self.outcome.timed("time passes"):
            await self._let_time_pass(number)
        point = RANDOM
        with self.outcome.timed("serving"):
            if kill.point == RANDOM:
                await asyncio.sleep(kill.seconds)
            elif await self._dies(kill):
                point = kill.point
                self.outcome.reached[kill.services[0], point] += 1
        armed_next = following.services if following and following.point != RANDOM else ()
        for service in {*kill.services, *armed_next}:
            await self.kill(self.bots[service])
        self.outcome.kills[point] += 1
        self.outcome.cycles += 1
        with self.outcome.timed("looking"):
            await self._census()

    async def _dies(self, kill: Kill) -> bool:
        """Wait for an armed bot to die at its point; whether it did."""
        victim = self.bots[kill.services[0]]
        for seconds in POINT_SECONDS:
            if kill.point in SENDS:
                await self._at_rest(lambda: self.move_clock(drain.LONGER_THAN_A_LEASE))
            with contextlib.suppress(TimeoutError):
                code = await asyncio.wait_for(asyncio.shield(victim.ended), seconds)
                assert code == -signal.SIGKILL, f"{victim.service} ended by itself with {code}"
                return True
        return False

    async def _let_time_pass(self, number: int) -> bool:
        """Move the clock to its next moment, if it is time for it; a week must have had its digests before it ends.

        Returns:
            Whether it was moved.
        """
        if not self._moments or number < self._moments[0][0]:
            return False
        moment = self._moments[0][1]
        ends = moment.isocalendar()[:2] != self.now().isocalendar()[:2]
        if ends and not await asyncio.to_thread(facts.have_digests, self.url, self.now()):
            return False
        moved = await self._at_rest(lambda: self.move_clock(moment - self.now()))
        if moved:
            self._moments.pop(0)
        return moved

    async def _at_rest(self, move: Callable[[], None]) -> bool:
        """Move the clock while nobody does anything; whether it was moved."""
        return await moving.at_rest(self.url, self.phones, self.ledger, self.bots.values(), move)

    def now(self) -> datetime:
        """The time by the clock that everybody shares."""
        return self._clock.now()

    async def ensure(self, kill: Kill | None) -> None:
        """Start the services that are down, armed as `kill` says, and wait until they serve."""
        for service in self._services:
            before = self.bots.get(service)
            if before and before.is_alive:
                continue
            assert before is None or before.ended.result() == -signal.SIGKILL, f"{service} ended by itself"
            armed = kill is not None and kill.point != RANDOM and service in kill.services
            more = {"HANDSLAG_FAILPOINT": f"{kill.point}:{kill.nth}"} if kill and armed else {}
            serves = await self.start(service, **more)
            assert serves or armed, f"{service} ended with {self.bots[service].ended.result()} before it served"

    async def start(self, service: str, **more: str) -> bool:
        """Start a service with `more` in its environment; whether it serves, or has ended before it did."""
        env = {**self._env, "PORT": str(self.ports[service]), **more}
        bot = self.bots[service] = await self.nursery.start(service, env)
        return await bot.is_serving()

    async def kill(self, bot: Bot) -> None:
        """End it with SIGKILL, and wait until it has ended."""
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
            handled = await asyncio.to_thread(databases.autopsy, self.url, self._folder) | self.ledger.forgotten
            self.ledger.in_flight |= await asyncio.to_thread(databases.claimed, self.url, self._folder)
            both = pending + len(handled) - self.ledger.issued
        if both < 0:
            self.outcome.verdict.lost.append(f"{-both} updates acknowledged and not handled, at a kill")
        receivers = [bot for bot in self.bots.values() if bot.service in RECEIVERS]
        if not any(bot.is_alive for bot in receivers):
            self.outcome.repeated += max(0, both)

    def move_clock(self, by: timedelta) -> None:
        """Move the clock that everybody shares."""
        self._clock.move(by)

    def _environment(self, telegram_url: str, address: str) -> dict[str, str]:
        return environment(
            DATABASE_URL=self.url,
            TELEGRAM_TOKEN=TOKEN,
            TELEGRAM_API_URL=telegram_url,
            SHARED_CLOCK=str(self._clock.file),
            PUBLIC_URL=address,
            WEBHOOK_SECRET=SECRET,
            KEY_ENCRYPTION_KEY=self._key,
            ERASURE_LEDGER=str(self._folder / "erased.log"),
            AUDIT_ANCHOR=str(self._folder / "anchor"),
        )

    def _check(self) -> None:
        engine = databases.writer(self.url)
        early = self.outcome.verdict.lost
        anchor = self._folder / "anchor"
        self.evidence = Evidence(self.ledger, self.phones.arrived, KeyRing.read(self._key), self.now(), anchor)
        self.outcome.verdict = checker.check(engine, self.evidence)
        self.outcome.verdict.lost[:0] = early
        self.outcome.in_flight = len(self.ledger.in_flight)
        if self.wounded:
            self.outcome.wounded = checker.wound(engine, self.evidence)
        engine.dispose()
