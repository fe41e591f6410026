"""A scene that lasts: people play, time passes, everything fails now and then, and hardly anything is killed."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import Engine, func, select, text
from sqlmodel import Session, col

from bot.outbox import LEASE, LONGEST_PAUSE, UNSAID
from models import Notice, Pace
from tests.faults import databases
from tests.faults.phones import Phones
from tests.faults.rows.soak_readings import Life, Stuck, read
from tests.faults.scene import Scene
from tests.faults.timeline import moments

LOOK_SECONDS = 10.0
TELL_SECONDS = 300.0
FAULT_EVERY = (20.0, 60.0)
FAULTS = (
    {"kind": "too_many_requests", "times": 1, "seconds": 2},
    {"kind": "server_error", "times": 5},
    {"kind": "bad_gateway", "times": 3},
    {"kind": "drop_before", "times": 5},
    {"kind": "drop_after", "times": 2, "method": "sendMessage"},
    {"kind": "timeout_after", "times": 1, "seconds": 8, "method": "sendMessage"},
)
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> :own"


class Soak(Scene):
    """`services` on `url` for `seconds`; those in `mortal` are killed once, half-way, the others never."""

    def __init__(
        self,
        url: str,
        services: Sequence[str],
        mortal: Sequence[str],
        seconds: float,
        folder: Path,
        seed: str,
        say: Callable[[str], None],
    ) -> None:
        super().__init__("soak", url, services, [], folder, seed)
        self._seconds = seconds
        self._mortal = list(mortal)
        self._say = say
        self._chance = random.Random(seed)
        self._looks = max(4, int(seconds / LOOK_SECONDS))
        self._moments = moments(self._looks)
        self.lives: list[Life] = []
        self._alive: dict[int, Life] = {}
        self.stuck = Stuck()
        self.struck = 0
        self.wal_bytes = 0
        self.connections = 0

    def phones_on(self, telegram_url: str) -> Phones:
        """The usual phones; where Telegram is, is remembered, to order faults there."""
        self._telegram = telegram_url
        return super().phones_on(telegram_url)

    async def trouble(self) -> None:
        """Let it go on, look every ten seconds, and let something fail now and then."""
        await self.ensure(None)
        self._begun = time.monotonic()
        fault_at, tell_at, kill_at = self._chance.uniform(*FAULT_EVERY), TELL_SECONDS, self._seconds / 2
        async with ClientSession() as http:
            for number in range(self._looks):
                await self._until((number + 1) * self._seconds / self._looks)
                await self._look()
                await self._let_time_pass(number)
                if self.passed >= fault_at:
                    fault_at = self.passed + self._chance.uniform(*FAULT_EVERY)
                    await self._strike(http)
                if self.passed >= kill_at and self._mortal:
                    await self._kill_half_way(self._mortal.pop())
                if self.passed >= tell_at:
                    tell_at += TELL_SECONDS
                    self._say(self._told())
            await (await http.delete(f"{self._telegram}/faults")).release()

    @property
    def passed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._begun

    async def _until(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds - self.passed))

    async def _let_all_time_pass(self) -> None:
        while self._moments:
            await self._let_time_pass(self._looks)
            await self._begin_anew()

    async def _look(self) -> None:
        for service, bot in self.bots.items():
            reading = read(bot.pid, self.passed)
            if bot.pid not in self._alive:
                self._alive[bot.pid] = Life(service)
                self.lives.append(self._alive[bot.pid])
            if reading:
                self._alive[bot.pid].readings.append(reading)
        self.stuck.look(await asyncio.to_thread(self._waiting), self.passed)

    def _waiting(self) -> list[str]:
        """The rows that wait for the bot: what is due and unsaid, and a pace that lies far ahead."""
        with self._engine() as engine, Session(engine) as session:
            now = self.now()
            due = select(col(Notice.id)).where(*UNSAID, col(Notice.due_at) <= now)
            waiting = [f"notice {number}" for number in session.scalars(due)]
            ahead = select(func.count()).select_from(Pace).where(col(Pace.next_at) > now + LONGEST_PAUSE + LEASE)
            waiting += ["the pace"] * session.scalars(ahead).one()
            if not self.url.startswith("sqlite"):
                counted = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
                self.connections = max(self.connections, int(session.execute(counted).scalar_one()))
        wal = Path(self.url.removeprefix("sqlite:///") + "-wal")
        self.wal_bytes = max(self.wal_bytes, wal.stat().st_size if wal.exists() else 0)
        return waiting

    async def _strike(self, http: ClientSession) -> None:
        self.struck += 1
        if not self.url.startswith("sqlite") and self._chance.random() < 0.3:
            await asyncio.to_thread(self._terminate)
            return
        async with http.post(f"{self._telegram}/faults", json=self._chance.choice(FAULTS)) as answer:
            assert answer.status == 201, await answer.text()

    def _terminate(self) -> None:
        """End every connection of the bot's with the database."""
        with self._engine() as engine, engine.begin() as connection:
            own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            connection.execute(text(TERMINATE), {"own": own})

    async def _kill_half_way(self, service: str) -> None:
        await self.kill(self.bots[service])
        await self._census()
        await self.ensure(None)

    @contextlib.contextmanager
    def _engine(self) -> Iterator[Engine]:
        engine = databases.reader(self.url)
        try:
            yield engine
        finally:
            engine.dispose()

    def _told(self) -> str:
        recent = self.passed - 3 * LOOK_SECONDS
        alive = [life for life in self._alive.values() if life.readings and life.readings[-1].seconds > recent]
        now = ", ".join(f"{life.service} {life.readings[-1].kibibytes // 1024} MiB" for life in alive)
        waited = f"longest wait {self.stuck.longest:.0f} s"
        return f"{self.passed / 60:.0f} min, {now}, {self.ledger.issued} updates, {self.struck} faults, {waited}"
