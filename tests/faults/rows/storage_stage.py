"""Real processes under load, and somebody who looks at the room meanwhile: what they answer while the storage fails."""

import asyncio
import contextlib
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from bot import buttons
from bot.callbacks import encode
from bot.clock import SharedClock, at_local
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA
from bot.demo.telegram.api import TOKEN
from bot.sealed.ring import new_key
from bot.store import Store, open_engine
from bot.web.room import cookies
from models import FactorKind, RoomSession
from tests.faults import databases
from tests.faults.phones import SIGNING_KEY
from tests.faults.processes import Bot, LocalTelegram, Nursery, environment
from tests.hands import HandClock, a_referral, member, turn

MORNING = at_local(date(2022, 10, 3), 9)
SECRET = "only-for-the-local-telegram"
COOKIE = "5a" * 32
WORDS = "Det jag skrev medan lagringen var borta"
PROBE_SECONDS = 40.0
KEPT_SECONDS = 2.0
"""A connection is let go before the server does so, who would cut off a request."""
KOORDINATORS = (KNUT.telegram_id, SIRI.telegram_id, 6000, 6001)
DIRECT = 10_000_000
"""Updates that the bench brings to the webhook itself have ids from here on."""
AT_ONCE = 200


@dataclass
class Seen:
    """What the bench saw, from outside."""

    room: Counter[str] = field(default_factory=Counter)
    """How the room answered: a status, or why there was none."""
    hook: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    """How often the room was down and handed back what was written."""
    taps: dict[int, int] = field(default_factory=dict)
    """The update that tapped a referral's button, by referral."""
    updates: set[int] = field(default_factory=set)
    """Every update that was brought."""
    memory: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)


class Stage:
    """`services` on the database at `url`, with `referrals` for koordinators to answer."""

    def __init__(self, url: str, services: Sequence[str], referrals: int, folder: Path) -> None:
        self.url = url
        self.seen = Seen()
        self.bots: dict[str, Bot] = {}
        self._services = services
        self._count = referrals
        self._folder = folder
        self._port = _free_port()
        self._direct = DIRECT

    @contextlib.asynccontextmanager
    async def set(self) -> AsyncIterator[None]:
        """Everything serves."""
        clock = self._folder / "clock"
        clock.write_text(str((MORNING - SharedClock().now()).total_seconds()))
        await asyncio.to_thread(databases.set_up, self.url, MORNING)
        self._waiting = await asyncio.to_thread(self._refer)
        self.reader: Engine = create_engine(self.url, pool_pre_ping=True)
        async with (
            LocalTelegram(self._folder, clock) as telegram,
            Nursery(self._folder) as self.nursery,
            ClientSession(
                timeout=ClientTimeout(total=PROBE_SECONDS),
                connector=TCPConnector(limit=0, keepalive_timeout=KEPT_SECONDS),
            ) as self._http,
        ):
            self._telegram = telegram.url
            for player in databases.PLAYERS:
                user = {"id": player.telegram_id, "first_name": player.name, "started": True}
                await self._post("/phones", user)
            for service in self._services:
                self.bots[service] = await self.nursery.start(service, self._environment(telegram.url, clock))
                assert await self.bots[service].is_serving()
            try:
                yield
            finally:
                for bot in self.bots.values():
                    self.nursery.end(bot)
        self.reader.dispose()

    def _refer(self) -> list[int]:
        """The referrals that wait for an answer; and Ylva is in the room."""
        store = Store(open_engine(self.url), HandClock(MORNING))

        def some(first: int, session: Session) -> list[int]:
            numbers = range(first, min(first + AT_ONCE, self._count))
            return [a_referral(turn(session, YLVA, MORNING, number)).id for number in numbers]

        def enter(session: Session) -> None:
            session.add(
                RoomSession(
                    digest=cookies.digest(COOKIE),
                    launch=b"bench",
                    member_id=member(session, YLVA).id,
                    launched_at=MORNING,
                    opened_at=MORNING,
                    seen_at=MORNING,
                    unlocked_by=FactorKind.PIN,
                )
            )

        store.run_now(enter)
        waiting = []
        for first in range(0, self._count, AT_ONCE):
            waiting += store.run_now(lambda session, first=first: some(first, session))  # type: ignore[misc]
        store.close()
        return waiting[::-1]

    async def tap(self) -> None:
        """A koordinator answers the next referral."""
        referral = self._waiting.pop()
        who = KOORDINATORS[referral % len(KOORDINATORS)]
        data = encode(buttons.Step(referral, 1, "waiting_list"), SIGNING_KEY, who)
        below = {"message_id": 1, "date": int(MORNING.timestamp()), "chat": _chat(who), "text": "…"}
        query = {"id": str(referral), "from": _user(who), "message": below, "chat_instance": "1", "data": data}
        self.seen.taps[referral] = await self._bring({"callback_query": query})

    async def write(self) -> int:
        """The manager asks for her menu; the update's id."""
        return await self._bring({"message": _menu(1)})

    async def served_after(self, number: int, longest: float) -> float:
        """Seconds until the update is handled; infinite where it takes longer than `longest`."""
        begun = time.monotonic()
        while time.monotonic() - begun < longest:
            if await asyncio.to_thread(self._is_handled, number):
                return time.monotonic() - begun
            await asyncio.sleep(0.01)
        return float("inf")

    async def look(self) -> None:
        """Read a page of the room, send one that holds words, and bring an update to the webhook."""
        await asyncio.gather(self._read_page(), self._send_form(), *([self._knock()] if "web" in self.bots else []))

    def troubles(self) -> int:
        """How often a 503 was answered, or a process said that the storage is down."""
        answered = self.seen.room["503"] + self.seen.hook["503"]
        return answered + sum(bot.log.read_bytes().count(b"storage down") for bot in self.bots.values() if bot.is_alive)

    def weigh(self) -> None:
        """Note how much memory (KiB) and how many threads the processes have."""
        alive = [bot for bot in self.bots.values() if bot.is_alive]
        status = [Path(f"/proc/{bot.pid}/status").read_text() for bot in alive]
        lines = [dict(line.split(":", 1) for line in one.splitlines()) for one in status]
        self.seen.memory.append(sum(int(one["VmRSS"].split()[0]) for one in lines))
        self.seen.threads.append(sum(int(one["Threads"]) for one in lines))

    async def pending(self) -> int:
        """How many updates Telegram still has."""
        async with self._http.get(f"{self._telegram}/bot{TOKEN}/getWebhookInfo") as answer:
            return int((await answer.json())["result"]["pending_update_count"])

    async def _read_page(self) -> None:
        status, _ = await self._ask("GET", "day")
        self.seen.room[status] += 1

    async def _send_form(self) -> None:
        status, page = await self._ask("POST", "kept", {"path": WORDS, "csrf": cookies.csrf_token(COOKIE)})
        self.seen.room[status] += 1
        if status == "503":
            self.seen.kept += WORDS in page
            self.seen.room["503 without the words"] += WORDS not in page

    async def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        slot = cookies.slot_of(COOKIE)
        headers = {"Cookie": f"{cookies.PREFIX}{slot}={COOKIE}", "Sec-Fetch-Site": "same-origin"}
        url = f"http://127.0.0.1:{self._port}/room/{slot}/{path}"
        try:
            async with self._http.request(method, url, data=form, headers=headers, allow_redirects=False) as answer:
                return str(answer.status), await answer.text()
        except (ClientError, TimeoutError) as none:
            return type(none).__name__, ""

    async def _knock(self) -> None:
        self._direct += 1
        number = self._direct
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url, body = f"http://127.0.0.1:{self._port}/telegram", {"update_id": number, "message": _menu(number)}
        try:
            async with self._http.post(url, json=body, headers=headers) as answer:
                status = str(answer.status)
        except (ClientError, TimeoutError) as none:
            status = type(none).__name__
        self.seen.hook[status] += 1
        if status == "200":
            self.seen.updates.add(number)

    async def _bring(self, update: dict[str, Any]) -> int:
        number = int((await self._post("/updates", update))["update_id"])
        self.seen.updates.add(number)
        return number

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self._http.post(self._telegram + path, json=body) as answer:
            assert answer.status == 201, await answer.text()
            return await answer.json()

    def _is_handled(self, number: int) -> bool:
        with self.reader.connect() as connection:
            asked = text("SELECT 1 FROM handledupdate WHERE update_id = :number")
            return connection.execute(asked, {"number": number}).first() is not None

    def _environment(self, telegram: str, clock: Path) -> dict[str, str]:
        return environment(
            DATABASE_URL=self.url,
            TELEGRAM_TOKEN=TOKEN,
            TELEGRAM_API_URL=telegram,
            SHARED_CLOCK=str(clock),
            PORT=str(self._port),
            PUBLIC_URL=f"http://127.0.0.1:{self._port}",
            WEBHOOK_SECRET=SECRET,
            KEY_ENCRYPTION_KEY=new_key("bench"),
        )


def _chat(who: int) -> dict[str, Any]:
    return {"id": who, "type": "private", "first_name": "P"}


def _user(who: int) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "P", "language_code": "sv"}


def _menu(number: int) -> dict[str, Any]:
    command = {"type": "bot_command", "offset": 0, "length": 5}
    who = MAJ.telegram_id
    sent = {"message_id": number, "date": int(MORNING.timestamp()), "chat": _chat(who), "from": _user(who)}
    return {**sent, "text": "/meny", "entities": [command]}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
