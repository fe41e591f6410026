"""Migrations that are killed: at the n-th statement, at any moment, two at once, and in a bot that starts."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice, product
from pathlib import Path
from typing import Literal

from bot.clock import SharedClock
from bot.demo.telegram.api import TOKEN
from bot.failpoints import IN_MIGRATION
from tests.faults.figures import Order
from tests.faults.ledger import Ledger
from tests.faults.phones import Phones
from tests.faults.processes import Bot, LocalTelegram, Nursery, environment
from tests.faults.rows.migrations_filling import COUNTED_FROM, MORNING
from tests.faults.rows.migrations_grounds import Base, Grounds
from tests.faults.rows.migrations_state import State

Manner = Literal["statement", "moment", "run", "two"]
MANNERS: tuple[Manner, ...] = ("statement", "moment", "run", "two")
SERVED_EVERY = 8
"""So many kills, and after one the bot is started on what came of it, and asked something."""
SOMEBODY = COUNTED_FROM["telegram_id"] + 1
"""The Telegram id of a member in every populated database."""
PATIENCE_SECONDS = 20.0


@dataclass
class Tally:
    """What came of the kills."""

    killed: Counter[str] = field(default_factory=Counter)
    """By manner; `late` those that came when the migration was over."""
    left: Counter[str] = field(default_factory=Counter)
    """In which state: `old`, `new`, or `between`."""
    unfinished: list[str] = field(default_factory=list)
    """Databases that a second migration did not bring to the new schema with all rows."""
    bad_ends: list[str] = field(default_factory=list)
    """Migrations that nobody killed and that did not end well."""
    served: int = 0
    mute: list[str] = field(default_factory=list)
    """Databases on which the bot did not answer afterwards."""
    longest_seconds: float = 0.0
    """The longest that a second migration took, from its start to its end."""


class Killing:
    """Kills migrations of `bases`; enter it to have the processes that are needed."""

    def __init__(self, order: Order, grounds: Grounds, bases: Sequence[Base]) -> None:
        self.tally = Tally()
        self._order = order
        self._grounds = grounds
        self._bases = bases
        self._chance = random.Random(order.seed)
        self._seconds: dict[str, float] = {}

    async def play(self) -> Tally:
        """Kill as often as was ordered, the bases and the manners in turn."""
        clock = self._order.folder / "clock"
        clock.write_text(str((MORNING - SharedClock().now() + timedelta(hours=3)).total_seconds()))
        async with (
            LocalTelegram(self._order.folder, clock) as telegram,
            Nursery(self._order.folder) as self._nursery,
            Phones(telegram.url, Ledger()) as self._phones,
        ):
            self._env = _environment(telegram.url, clock)
            await self._phones.add(SOMEBODY, "Ture Testsson", "caseworker")
            await self._measure()
            turns = list(islice(cycle(product(MANNERS, self._bases)), self._order.times))
            for number, (manner, base) in enumerate(turns, 1):
                await self._kill_once(base, manner, serve=number % SERVED_EVERY == 0 or number == len(turns))
                if number % 20 == 0:
                    self._order.tell(f"{number} kills: {dict(self.tally.left)}")
        return self.tally

    async def _measure(self) -> None:
        """How long an undisturbed migration takes, so that moments to kill can be drawn from it."""
        for base in self._bases:
            url = self._grounds.copy(base.url)
            begun = time.monotonic()
            assert await self._ended(await self._start("migrate", url)) == 0, f"{base.number} cannot be migrated"
            self._seconds[base.number] = time.monotonic() - begun
            self._grounds.drop(url)

    async def _kill_once(self, base: Base, manner: Manner, *, serve: bool) -> None:
        url = self._grounds.copy(base.url)
        what = f"{base.number} by {manner}"
        codes = await self._disturb(base, manner, url)
        self.tally.killed[manner if -signal.SIGKILL in codes else "late"] += 1
        if any(code not in (0, -signal.SIGKILL) for code in codes):
            self.tally.bad_ends.append(f"{what}: {codes}")
        state = await asyncio.to_thread(self._grounds.state, url)
        self.tally.left[name_of(state, base)] += 1
        begun = time.monotonic()
        code = await self._ended(await self._start("migrate", url))
        self.tally.longest_seconds = max(self.tally.longest_seconds, time.monotonic() - begun)
        if code != 0 or await asyncio.to_thread(self._grounds.state, url) != base.new:
            self.tally.unfinished.append(f"{what}: ended with {code}")
        if serve and not await self._serves(url):
            self.tally.mute.append(what)
        self._grounds.drop(url)

    async def _disturb(self, base: Base, manner: Manner, url: str) -> list[int]:
        """Start what migrates, and kill it; how it, and what ran beside it, ended."""
        nth = f"{IN_MIGRATION}:{self._chance.randint(1, base.statements)}"
        if manner == "moment":
            bot = await self._start("migrate", url)
            await asyncio.sleep(self._chance.uniform(0.2, 1.1) * self._seconds[base.number])
            self._nursery.end(bot)
            return [await self._ended(bot)]
        if manner == "run":
            return [await self._ended(await self._start("run", url, HANDSLAG_FAILPOINT=nth))]
        first = await self._start("migrate", url, HANDSLAG_FAILPOINT=nth)
        if manner == "statement":
            return [await self._ended(first)]
        second = await self._start("migrate", url)
        return [await self._ended(first), await self._ended(second)]

    async def _serves(self, url: str) -> bool:
        """Whether the bot starts there and answers somebody; and ends when it is asked to."""
        self.tally.served += 1
        bot = await self._start("run", url)
        if not await bot.is_serving():
            return False
        before = len(self._phones.arrived.get(SOMEBODY, {}))
        await self._phones.write(SOMEBODY, "/start")
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self._phones.arrived.get(SOMEBODY, {})) == before and time.monotonic() < end:
            await self._phones.changed(SOMEBODY, 0.2)
        self._nursery.end(bot, signal.SIGTERM)
        code = await self._ended(bot)
        return code == 0 and len(self._phones.arrived.get(SOMEBODY, {})) > before

    async def _start(self, service: str, url: str, **more: str) -> Bot:
        return await self._nursery.start(service, {**self._env, "DATABASE_URL": url, **more})

    async def _ended(self, bot: Bot) -> int:
        return await asyncio.wait_for(asyncio.shield(bot.ended), PATIENCE_SECONDS * 3)


def name_of(state: State, base: Base) -> Literal["old", "new", "between"]:
    """Whether a database is wholly as before the migration, wholly as after it, or neither."""
    return "old" if state == base.old else "new" if state == base.new else "between"


def _environment(telegram_url: str, clock: Path) -> dict[str, str]:
    return environment(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram_url, SHARED_CLOCK=str(clock), PORT="0")
