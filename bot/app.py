"""build(): the one place where the parts meet."""

import asyncio
import itertools
import os
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session
from starlette.routing import BaseRoute
from telegram import Bot, BotCommand, MenuButtonCommands
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.actions import erasure
from bot.backup import buttons
from bot.backup.scheduled import Scheduled
from bot.callbacks import signing_key
from bot.chat.counter import Counter
from bot.chat.desk import Desk
from bot.clock import Clock, SharedClock, SystemClock
from bot.delivery import Delivery
from bot.errors import StorageDown
from bot.locks.openid import Provider
from bot.poller import Poller
from bot.schedule import Tick, timetable, upkeep, watching
from bot.sealed import Vault
from bot.sealed.ledger import Ledger, LedgerUnreadable
from bot.settings import Settings
from bot.speaking import CHAT_PAUSE_SECONDS
from bot.store import Store, open_engine
from bot.telegram_api import Api
from bot.telegram_http import TelegramHttp, seconds_of
from bot.turn import House
from bot.voice import Silence, Voice
from bot.waking import Waker
from bot.watch.checks import Checks
from bot.watch.watch import Watch
from bot.web.room.app import room_routes
from bot.web.room.parts import Parts
from messages import label

log = structlog.get_logger()
T = TypeVar("T")
PAUSES = (1, 2, 5, 10, 30)
LAST_WORDS_SECONDS = 8.0
LETTING_GO_SECONDS = 4.0
"""For owing what was not said, and for closing connections."""


class App:
    """All parts of one process. Enter it to connect to Telegram; leave it to let go of everything."""

    def __init__(self, settings: Settings, clock: Clock, dice: random.Random) -> None:
        self.settings = settings
        self.clock = clock
        self.dice = dice
        self.watch = Watch(clock, os.urandom(4).hex())
        self.leave_by: float | None = None
        """When the process must be gone, by its event loop's time, once it was asked to go."""
        self.store = Store(open_engine(settings.database_url), clock, self.watch)
        self.checks = Checks(
            self.watch, self.store.now, settings.with_room_on_disk, backed_up=bool(settings.backup_recipients)
        )
        self.http = TelegramHttp(self.watch)
        base = settings.telegram_api_url.rstrip("/")
        self.bot = Bot(
            settings.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self.http,
            get_updates_request=self.http,
        )
        self.api = Api(self.http, self.bot.base_url)
        seconds = time.monotonic if isinstance(clock, SystemClock) else lambda: clock.now().timestamp()
        self.voice = Voice(self.bot, self.api, signing_key(settings.token), Silence(seconds))
        self.chat_pause = CHAT_PAUSE_SECONDS
        """Seconds between two notices to one chat; the demo's script needs none."""

    async def __aenter__(self) -> Self:
        try:
            await self.insist(self.bot.initialize)
        except TelegramError:
            await self._let_go()
            raise
        ledger = Ledger(self.settings.erasure_ledger)
        try:
            await self._erase_anew(ledger)
        except LedgerUnreadable:
            await self._let_go()
            raise
        key = signing_key(self.settings.token + await self._when_up(buttons.mark))
        self.voice = Voice(self.bot, self.api, key, self.voice.silence)
        ring = self.settings.key_ring()
        self.house = House(
            self.bot.username,
            self.settings.child_worry_phone,
            self.settings.protected_data_phone,
            Vault(ring) if ring else None,
            self.settings.room_url if ring else "",
            ledger,
            self.settings.templates,
        )
        self.timetable = timetable(self.dice, ledger)
        self.upkeep = (*upkeep(self.settings.audit_anchor), watching(self.checks.look))
        counter = Counter(self.house, key, self.dice)
        self.desk = Desk(self.store, self.voice, counter, self.clock, self.settings.in_flight, self.watch)
        self.delivery = Delivery(
            self.store,
            self.voice,
            self.house,
            self.clock,
            self.dice,
            self.settings.in_flight,
            self.chat_pause,
            self.watch,
        )
        self.waker = Waker(self.store, self.clock, self.watch, self.store.owed)
        self.poller = Poller(self.http, self.bot.base_url, self.desk)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.desk.end(self._last_words())
        await self._let_go()

    def _last_words(self) -> float:
        """For how many seconds answers may still be said."""
        if self.leave_by is None:
            return LAST_WORDS_SECONDS
        return max(0.0, self.leave_by - asyncio.get_running_loop().time() - LETTING_GO_SECONDS)

    async def _erase_anew(self, ledger: Ledger) -> None:
        """Erase whom a restored backup has brought back, before anything can be read; wait for the database if need be.

        Raises:
            LedgerUnreadable: it cannot be told who was erased.
        """
        erased, after, done = ledger.read(), "", not ledger.path.exists()
        while not done:
            after, count = await self._when_up(partial(self._replay, erased, after))
            done = not after
            if count:
                log.warning("erased anew what a backup had brought back", files=count)

    async def _when_up(self, unit: Callable[[Session], T]) -> T:
        """Run `unit`; wait for the database if need be."""
        for pause in itertools.chain(PAUSES, itertools.repeat(PAUSES[-1])):
            try:
                return await self.store.run(unit)
            except StorageDown as down:
                log.warning("storage down, waiting to start", error=str(down), seconds=pause)
                await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    def _replay(self, erased: dict[str, str], after: str, session: Session) -> tuple[str, int]:
        return erasure.replay(session, erased, after, self.clock.now(), self.dice)

    async def _let_go(self) -> None:
        await self.bot.shutdown()
        await self.http.shutdown()
        self.store.close()

    async def insist(self, request: Callable[[], Awaitable[object]]) -> None:
        """Make a request until Telegram has answered it, however long Telegram is away.

        Raises:
            telegram.error.TelegramError: it was refused.
        """
        for pause in itertools.chain(PAUSES, itertools.repeat(PAUSES[-1])):
            try:
                await request()
            except BadRequest:
                raise
            except RetryAfter as slower:
                log.warning("telegram asks for silence, waiting", seconds=seconds_of(slower))
                await asyncio.sleep(seconds_of(slower))
            except NetworkError as away:
                log.warning("telegram away, waiting", error=type(away).__name__, seconds=pause)
                await asyncio.sleep(pause)
            else:
                return

    def room(self) -> list[BaseRoute]:
        """The sealed room's routes; none where there are no keys, or no address that Telegram can open."""
        if not self.house.room_url:
            return []
        settings = self.settings
        provider = None
        if settings.openid_issuer:
            secret = settings.openid_client_secret.get_secret_value()
            provider = Provider(settings.openid_issuer, settings.openid_client_id, secret)
        return room_routes(
            Parts(
                store=self.store,
                clock=self.clock,
                house=self.house,
                dice=self.dice,
                random_bytes=os.urandom,
                token=settings.token,
                ancestors=settings.room_ancestors,
                openid=provider,
                watch=self.watch,
            )
        )

    async def introduce(self) -> None:
        """Tell Telegram how the bot shows itself to those who are no members: one command, in both languages."""
        for language in (None, "en"):
            command = BotCommand("start", label("help.start", language or "sv"))
            await self.bot.set_my_commands([command], language_code=language)
        await self.bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    async def tick(self, tick: Tick, now: datetime) -> bool:
        """Do all that has fallen due under `tick`, a chunk at a time; whether it is all done."""
        return await self.waker.tick(tick, now)

    def scheduler(self) -> AsyncIOScheduler:
        """A live scheduler over the timetable and the backups; what fell due while nobody was up is done at once."""
        backups = Scheduled(self.store, self.settings, self.clock)
        return self.waker.scheduler((*self.timetable, *self.upkeep), backups.add_to)


def build(settings: Settings, clock: Clock | None = None, dice: random.Random | None = None) -> App:
    """All parts for `settings`.

    Args:
        settings: what the environment says.
        clock: the clock, if not the one that the settings name.
        dice: what draws codes and tokens; the system's own source if left out.

    Raises:
        ValueError: a clock that can be moved, against the real Telegram.
    """
    return App(settings, clock or clock_of(settings), dice or random.SystemRandom())


def clock_of(settings: Settings) -> Clock:
    """The clock that the settings name: the system's, or a shared one against a local Telegram.

    Raises:
        ValueError: a shared clock against the real Telegram.
    """
    if settings.shared_clock is None:
        return SystemClock()
    if not settings.local_telegram:
        raise ValueError("SHARED_CLOCK is for a local Telegram only")
    return SharedClock(settings.shared_clock)


async def until_stopped(stop: asyncio.Event, jobs: Sequence["asyncio.Task[None]"]) -> None:
    """Run `jobs` until `stop` is set or one of them fails; then set it and let the others end.

    Raises:
        Exception: what a job failed with.
    """
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({stopped, *jobs}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    stopped.cancel()
    await asyncio.gather(*jobs)
