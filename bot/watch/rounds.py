"""What each process does beside its work: it says that it is there, and writes down what went wrong."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog
from sqlmodel import Session
from telegram.error import TelegramError

from bot.errors import StorageDown
from bot.logs import without_words
from bot.store import Store
from bot.watch import alarms, beats
from bot.watch.troubles import Trouble
from bot.watch.watch import Watch
from models import Heartbeat, Service

log = structlog.get_logger()
PAUSE_SECONDS = 1.0
LOOK_EVERY_SECONDS = 60.0
ASK_AFTER_SECONDS = 60.0
"""A process that has not heard from Telegram for so long asks it who it is."""


class Rounds:
    """The rounds of one process.

    `ask` is a call that Telegram answers whenever it is there; `look` is done each minute, where there is one.
    """

    def __init__(
        self,
        store: Store,
        watch: Watch,
        service: Service,
        ask: Callable[[], Awaitable[object]],
        look: Callable[[Session], None] | None = None,
    ) -> None:
        self._store = store
        self._watch = watch
        self._service = service
        self._ask = ask
        self._look = look
        self._last: dict[str, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Go the rounds until `stop` is set; then write down what is left, and leave."""
        asking = asyncio.create_task(self._keep_asking())
        try:
            while not stop.is_set():
                await self.go()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
        finally:
            asking.cancel()
        await self.write_down()

    async def go(self) -> None:
        """One round: what is due of beat, look and writing down."""
        if self._is_due("beat", beats.EVERY_SECONDS):
            await self._quietly("beat", self._beat)
        if self._look and self._is_due("look", LOOK_EVERY_SECONDS):
            await self._quietly("look", self._look)
        await self.write_down()

    async def write_down(self) -> None:
        """Count what went wrong into alarms. What cannot be written waits; an alarm never makes an alarm."""
        troubles = self._watch.troubles.take()
        if troubles and not await self._quietly("alarm", lambda session: self._count(session, troubles)):
            for trouble in troubles:
                self._watch.troubles.add(trouble)

    async def leave(self) -> None:
        """The last thing: nobody need miss this process."""
        await self._quietly("leave", lambda session: beats.leave(session, self._watch.process))

    def _is_due(self, what: str, every: float) -> bool:
        now = self._watch.stopwatch()
        if now - self._last.get(what, float("-inf")) < every:
            return False
        self._last[what] = now
        return True

    def _beat(self, session: Session) -> None:
        watch = self._watch
        now = self._store.now(session)
        started = min(watch.started_at, now)
        beats.beat(
            session,
            Heartbeat(
                process=watch.process,
                service=self._service,
                started_at=started,
                at=now,
                telegram_at=watch.telegram.answered_at,
            ),
        )

    def _count(self, session: Session, troubles: list[Trouble]) -> None:
        for trouble in sorted(troubles, key=lambda one: one.kind):  # in one order, lest two processes wait crosswise
            alarms.count(session, trouble, self._store.now(session))

    async def _quietly(self, what: str, unit: Callable[[Session], None]) -> bool:
        """Whether it was done. Why not stands in the log, and nowhere else."""
        try:
            await self._store.run(unit)
        except StorageDown as down:
            log.warning("storage down, a round is left out", round=what, error=str(down))
        except Exception as bug:  # noqa: BLE001 - what watches must not make what it watches for
            log.error("a round failed", round=what, exception=without_words(bug))  # noqa: TRY400
        else:
            return True
        return False

    async def _keep_asking(self) -> None:
        while True:
            await asyncio.sleep(beats.EVERY_SECONDS)
            if self._is_unheard():
                with contextlib.suppress(TelegramError):  # the watch has seen it
                    await self._ask()

    def _is_unheard(self) -> bool:
        reach = self._watch.telegram
        if not reach.is_here or reach.answered_at is None:
            return True
        return (self._watch.clock.now() - reach.answered_at).total_seconds() > ASK_AFTER_SECONDS
