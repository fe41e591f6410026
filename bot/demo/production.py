"""The whole product on a local Telegram, in one process, with a clock that can be moved."""

import asyncio
import contextlib
import random
import shutil
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from pydantic import SecretStr
from sqlmodel import Session
from starlette.routing import BaseRoute

from bot import outbox
from bot.app import App, build
from bot.clock import SharedClock, SystemClock
from bot.demo.cast import CAST, set_the_stage
from bot.demo.room import DemoRoom
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.sealed.ring import new_key
from bot.settings import Settings
from bot.store import Store, open_engine
from models import schema

# Numbers that the Swedish regulator keeps free for fiction: 08-465 004 00 to 99.
CHILD_PHONE, PROTECTED_PHONE = "08-465 004 10", "08-465 004 20"
LOOK_EVERY_SECONDS = 1.0
LEDGER = "erased.log"


def build_stage(file: Path, start: datetime, *, board_meets: bool = False) -> None:
    """Make `file` an SQLite database with the demo's facts and its cast, who have joined at `start` (aware)."""
    file.unlink(missing_ok=True)
    store = Store(open_engine(f"sqlite:///{file}"), SystemClock())
    schema.migrate(store.engine)
    store.run_now(lambda session: set_the_stage(session, start, board_meets=board_meets))
    store.close()


class Production:
    """A local Telegram, the bot on a fresh SQLite file in `folder`, and the cast, from `start` (aware) on.

    `lag` seconds pass between two notices to one chat, as Telegram wants it; a script has none. `stage` is a database
    of that start which `build_stage` made; without one it is made first. `awake` names the ticks of the timetable
    that run, where months pass and not all matter. `board_meets`: see `set_the_stage`.
    """

    def __init__(
        self,
        folder: Path,
        start: datetime,
        *,
        port: int = 0,
        routes: Sequence[BaseRoute] = (),
        lag: float = 0.0,
        dice: random.Random | None = None,
        stage: Path | None = None,
        awake: Collection[str] | None = None,
        board_meets: bool = False,
    ) -> None:
        self._awake = awake
        self._board_meets = board_meets
        self._stage = stage
        self._folder = folder
        self._start = start
        self._lag = lag
        self._dice = dice
        self.clock = SharedClock()
        self.world = World(self.clock)
        self.telegram = LocalTelegram(self.world, routes=routes, port=port)
        self.room = DemoRoom()
        self._travelling = asyncio.Lock()
        self.app: App

    async def __aenter__(self) -> Self:
        await self.telegram.__aenter__()
        await self.room.__aenter__()
        await self._raise_curtain()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._lower_curtain()
        await self.room.__aexit__(None, None, None)
        await self.telegram.__aexit__(None, None, None)

    async def reset(self) -> None:
        """Begin again: no chats, no referrals, the first morning."""
        async with self._travelling:
            await self._lower_curtain()
            self.world.reset()
            await self._raise_curtain()

    async def travel(self, to: datetime) -> None:
        """Let it be `to` (aware, later than now); what falls due on the way happens on the way.

        Raises:
            ValueError: `to` is not later than now.
        """
        async with self._travelling:
            if to <= self.clock.now():
                raise ValueError("time runs forward only")
            while (moment := await self._next_moment()) <= to:
                self._move_to(moment)
                await self._tick_until(moment)
            self._move_to(to)
            await self.settle()
            await self._keep_up()

    async def _next_moment(self) -> datetime:
        """When the timetable next finds something; a tick that knows its rows is passed over until one falls due."""
        now = self.clock.now()

        def due(session: Session) -> dict[str, datetime | None]:
            return {tick.name: tick.next_due(session, now) for tick in self.app.timetable if tick.next_due}

        known = await self.app.store.run(due)
        since = {name: max(self._ticked, at - timedelta(microseconds=1)) for name, at in known.items() if at}
        awake = [tick for tick in self.app.timetable if tick.name in since or tick.next_due is None]
        return min(tick.after(since.get(tick.name, self._ticked)) for tick in awake)

    async def settle(self) -> None:
        """Wait until every update has been served and everything due has been said."""
        while not await self._is_settled():  # noqa: ASYNC110 - rows and chats have no event to wait for
            await asyncio.sleep(0.005)

    async def _is_settled(self) -> bool:
        if len(self.world.updates):
            return False
        await self.app.desk.drain()
        now = self.clock.now()
        if await self.app.store.run(lambda session: outbox.unsaid(session, now)):
            self.app.store.owed.set()
            return False
        return True

    async def _raise_curtain(self) -> None:
        self.clock.move_to(self._start)
        self._ticked = self._kept_up = self._start
        self._folder.mkdir(parents=True, exist_ok=True)
        database = self._folder / "demo.db"
        for old in self._folder.glob("demo.db*"):
            old.unlink()
        (self._folder / LEDGER).unlink(missing_ok=True)
        if self._stage is None:
            self._stage = self._folder / "stage.db"
            build_stage(self._stage, self._start, board_meets=self._board_meets)
        shutil.copyfile(self._stage, database)
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
            database_url=f"sqlite:///{database}",
            telegram_token=SecretStr(self.telegram.token),
            telegram_api_url=self.telegram.url,
            child_worry_phone=CHILD_PHONE,
            protected_data_phone=PROTECTED_PHONE,
            public_url=self.room.url,
            key_encryption_key=SecretStr(new_key("demo")),
            erasure_ledger=self._folder / LEDGER,
        )
        self.app = build(settings, self.clock, self._dice)
        self.app.chat_pause = self._lag
        await self.app.__aenter__()
        if self._awake is not None:
            self.app.timetable = tuple(tick for tick in self.app.timetable if tick.name in self._awake)
        self.room.set_routes(self.app.room())
        await self.app.introduce()
        await self._start_jobs()
        await self._sign_in()

    async def _start_jobs(self) -> None:
        self._stop = asyncio.Event()
        self._jobs = [
            asyncio.create_task(self.app.poller.run(self._stop)),
            asyncio.create_task(self.app.delivery.run(self._stop, self.app.store.owed)),
            asyncio.create_task(self._watch_clock()),
        ]

    async def _sign_in(self) -> None:
        for player in CAST:
            self.world.add_user(player.telegram_id, player.name, role=player.role.value, started=True)
            await self.app.voice.offer_commands(player.telegram_id, player.role, "sv")
            self.world.send_text(player.telegram_id, "/start")
        await self.settle()

    async def _lower_curtain(self) -> None:
        self._stop.set()
        await asyncio.gather(*self._jobs)
        await self.app.__aexit__(None, None, None)

    async def _watch_clock(self) -> None:
        """The live timetable: what falls due while nobody travels."""
        while not self._stop.is_set():
            if not self._travelling.locked():
                await self._tick_until(self.clock.now())
                if any(tick.after(self._kept_up) <= self.clock.now() for tick in self.app.upkeep):
                    await self._keep_up()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), LOOK_EVERY_SECONDS)

    async def _keep_up(self) -> None:
        """What nobody sees, up to now; on a journey once, at its end."""
        self._kept_up = self.clock.now()
        for tick in self.app.upkeep:
            await self.app.tick(tick, self._kept_up)

    async def _tick_until(self, moment: datetime) -> None:
        since, self._ticked = self._ticked, max(self._ticked, moment)
        for tick in self.app.timetable:
            if tick.after(since) <= moment:
                await self.app.tick(tick, moment)
        if moment > since + timedelta(minutes=1):
            await self.settle()

    def _move_to(self, moment: datetime) -> None:
        self.clock.move_to(max(moment, self.clock.now()))
        self.world.clock_moved()
