"""A real bot, its Telegram as a process of its own, and people with phones: a stage for what Telegram does to us."""

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession
from sqlalchemy import func, insert, select
from sqlmodel import Session, col

from bot.clock import SharedClock
from bot.demo.telegram.api import TOKEN
from bot.store import Store, Unit, open_engine
from models import Notice
from tests.faults import databases
from tests.faults.figures import Order
from tests.faults.ledger import Ledger
from tests.faults.phones import Json, Phones
from tests.faults.processes import Bot, LocalTelegram, Nursery, environment
from tests.faults.rows import duplicates_books as books

T = TypeVar("T")
SECRET = "only-for-the-local-telegram"
LOOK_SECONDS = 0.05
SERVICES = {"sqlite": ("run",), "postgresql": ("web", "worker")}
MANY = 1_000_000


class Stage:
    """`run` on SQLite, `web` and `worker` on PostgreSQL, and everybody's phones. Enter it to raise the curtain."""

    def __init__(self, order: Order, morning: datetime) -> None:
        self.order = order
        self.ledger = Ledger()
        self.bots: dict[str, Bot] = {}
        self.owed = 0
        """How many notices were owed for the count."""
        self._members: list[int] = []
        self._morning = morning
        self._clock_file = order.folder / "clock"
        self._port = _free_port()
        self._ordered = 0

    @contextlib.asynccontextmanager
    async def raised(self, folder: Path) -> AsyncIterator["Stage"]:
        """Everything is up and serves, until the block ends."""
        self.move_to(self._morning)
        await asyncio.to_thread(databases.set_up, self.order.url, self._morning)
        async with (
            LocalTelegram(folder, self._clock_file) as telegram,
            Nursery(folder) as self.nursery,
            Phones(telegram.url, self.ledger) as self.phones,
            ClientSession() as self._http,
        ):
            self._url = telegram.url
            for player in databases.PLAYERS:
                await self.phones.add(player.telegram_id, player.name, player.role.value)
            for service in SERVICES[self.order.database]:
                bot = self.bots[service] = await self.nursery.start(service, self._environment())
                assert await bot.is_serving(), f"{service} ended with {bot.ended.result()}"
            yield self
            await self._stop()

    async def strike(self, kind: str, method: str | None = None, times: int = MANY, **more: float) -> None:
        """Let a fault strike from now on."""
        self._ordered += times
        await self._post("/faults", {"kind": kind, "method": method, "times": times, **more})

    async def struck(self) -> int:
        """How often what was ordered since all was well has struck."""
        async with self._http.get(f"{self._url}/faults") as answer:
            waiting = await answer.json()
        return self._ordered - sum(int(fault["left"]) for fault in waiting)

    async def be_away(self, how: str, span: timedelta) -> None:
        """Let Telegram be away for `span` of the shared clock."""
        await self._post("/away", {"how": how, "seconds": span.total_seconds()})

    async def clear(self) -> None:
        """Let everything be well again."""
        async with self._http.delete(f"{self._url}/faults") as answer:
            assert answer.status == 200
        self._ordered = 0

    async def hire(self, count: int) -> None:
        """Let so many more people be there, to be told of each other."""
        self._members = await asyncio.to_thread(self._write, lambda session: books.hire(session, count, self.now()))
        for number in range(count):
            await self.phones.add(books.FIRST_USER + number, f"Nyling {number}", "")

    async def owe(self, count: int) -> list[int]:
        """Owe `count` notices, each of another pair; the Telegram ids of those who are owed them."""
        numbers = range(self.owed, self.owed + count)
        rows = [books.row(number, self._members, self.now()) for number in numbers]
        await asyncio.to_thread(self._write, lambda session: session.execute(insert(Notice), rows))
        self.owed += count
        return [books.FIRST_USER + number % len(self._members) for number in numbers]

    def unsaid(self) -> int:
        """How many notices of any kind are owed still."""
        with Session(engine := databases.reader(self.order.url)) as session:
            waiting = select(func.count()).select_from(Notice)
            waiting = waiting.where(col(Notice.sent_at).is_(None), col(Notice.dropped_at).is_(None))
            left = session.scalars(waiting.where(col(Notice.due_at) <= self.now())).one()
        engine.dispose()
        return left

    def counted(self) -> books.Counted:
        """What has come of all the notices that were owed."""
        phones = [{"user": {"id": user}, "messages": list(arrived.values())} for user, arrived in self._arrived()]
        return books.count(self.owed, phones, self.unsaid())

    def _arrived(self) -> list[tuple[int, dict[int, Json]]]:
        return list(self.phones.arrived.items())

    def _write(self, unit: Unit[T]) -> T:
        store = Store(open_engine(self.order.url), SharedClock(self._clock_file))
        try:
            return store.run_now(unit)
        finally:
            store.close()

    def now(self) -> datetime:
        """The time by the clock that everybody shares."""
        return SharedClock(self._clock_file).now()

    def forward(self, by: timedelta) -> None:
        """Let time pass for everybody."""
        self.move_to(self.now() + by)

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment` for everybody."""
        offset = (moment - SharedClock().now()).total_seconds()
        written = self._clock_file.with_suffix(".new")
        written.write_text(str(offset))
        written.replace(self._clock_file)  # at once: nobody reads half of it

    async def until(self, holds: Callable[[], bool], seconds: float) -> float:
        """Wait for `holds()`, at most for `seconds`; how long it took."""
        begun = time.monotonic()
        while not await asyncio.to_thread(holds) and time.monotonic() - begun < seconds:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)
        return time.monotonic() - begun

    def handled(self) -> int:
        """How many updates the database holds as handled."""
        return len(databases.handled_now(self.order.url))

    def is_up(self) -> bool:
        """Whether every process is still the one that was started."""
        return all(bot.is_alive for bot in self.bots.values())

    def logged(self, words: str) -> int:
        """How often the running bots have logged `words`."""
        event = f'"event": "{words}"'
        return sum(bot.log.read_text(errors="replace").count(event) for bot in self.bots.values() if bot.is_alive)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with self._http.post(self._url + path, json=body) as answer:
            assert answer.status in (200, 201), await answer.text()

    async def _stop(self) -> None:
        for bot in self.bots.values():
            self.nursery.end(bot, signal.SIGTERM)
        for bot in self.bots.values():
            code = await asyncio.wait_for(bot.ended, 30)
            assert code == 0, f"{bot.service} ended with {code} when asked to"

    def _environment(self) -> dict[str, str]:
        return environment(
            DATABASE_URL=self.order.url,
            TELEGRAM_TOKEN=TOKEN,
            TELEGRAM_API_URL=self._url,
            SHARED_CLOCK=str(self._clock_file),
            PORT=str(self._port),
            PUBLIC_URL=f"http://127.0.0.1:{self._port}",
            WEBHOOK_SECRET=SECRET,
            ERASURE_LEDGER=str(self.order.folder / "erased.log"),
            AUDIT_ANCHOR=str(self.order.folder / "anchor"),
        )


def newest(stage: Stage, user: int) -> Json | None:
    """The newest message of the bot in somebody's chat."""
    theirs = [message for message in stage.phones.chat(user).values() if message["from"]["is_bot"]]
    return theirs[-1] if theirs else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
