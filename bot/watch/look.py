"""Looking at the database without waiting for it: who asks is answered in time, also where it hangs."""

import asyncio
import contextlib
import threading
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.errors import StorageDown
from bot.logs import without_words
from bot.store import Store
from bot.watch.reading import Reading, read
from bot.watch.watch import Watch

log = structlog.get_logger()
PATIENCE_SECONDS = 1.5
"""A database that has been stopped answers nobody, and says nothing: the store would wait for 30 seconds or more."""


class Away(Exception):
    """The database does not answer."""


class Looker:
    """One look at a time, on a thread of its own, that everybody who asks meanwhile shares."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self._store = store
        self._watch = watch
        self._looking: asyncio.Future[Reading] | None = None
        self._newest: Reading | None = None
        self._taken = float("-inf")

    async def look(self, oldest: float) -> Reading:
        """What is in the database, not more than `oldest` seconds old.

        Raises:
            Away: it does not answer, or not within 1.5 seconds.
        """
        if self._newest and self._watch.stopwatch() - self._taken <= oldest:
            return self._newest
        if self._looking is None:
            self._looking = self._begin()
            self._looking.add_done_callback(self._ended)
        looking = self._looking
        await asyncio.wait({looking}, timeout=PATIENCE_SECONDS)
        if not looking.done():
            self._newest = None  # what was read before says nothing any more
            raise Away("it hangs")
        try:
            return looking.result()
        except StorageDown as down:
            raise Away(str(down)) from down
        except Exception as wrong:
            log.error("cannot look at the database", exception=without_words(wrong))  # noqa: TRY400
            raise Away(type(wrong).__name__) from wrong

    def _ended(self, looking: "asyncio.Future[Reading]") -> None:
        self._looking = None
        if not looking.cancelled() and looking.exception() is None:
            self._newest, self._taken = looking.result(), self._watch.stopwatch()
        else:
            self._newest = None

    def _begin(self) -> "asyncio.Future[Reading]":
        """Look on a daemon thread: one that hangs must not keep the process from leaving."""
        loop = asyncio.get_running_loop()
        looking: asyncio.Future[Reading] = loop.create_future()

        def tell(reading: Reading | None, error: Exception | None) -> None:
            if looking.cancelled():
                return
            if reading:
                looking.set_result(reading)
            elif error:
                looking.set_exception(error)

        def work() -> None:
            reading, error = None, None
            try:
                reading = self._store.run_now(self._read)
            except Exception as wrong:  # noqa: BLE001 - it is told to whoever asked
                error = wrong
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile: nobody asks any more
                loop.call_soon_threadsafe(tell, reading, error)

        threading.Thread(target=work, name="look", daemon=True).start()
        return looking

    def _read(self, session: Session) -> Reading:
        now: datetime = self._store.now(session)
        return read(session, now)
