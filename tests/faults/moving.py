"""The clock of a scene: kept in a file that every process reads, and moved while nobody does anything."""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SharedClock
from tests.faults import databases
from tests.faults.ledger import Ledger
from tests.faults.phones import Phones
from tests.faults.processes import Bot

QUIET_SECONDS, LOOK_SECONDS = 6.0, 0.05


class MovedClock:
    """The clock in `file`, which is ahead of this machine's as far as the file says."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def now(self) -> datetime:
        """The time by the clock that everybody shares."""
        return SharedClock(self.file).now()

    def move(self, by: timedelta) -> None:
        """Move it, for all at once."""
        offset = float(self.file.read_text()) if self.file.exists() else 0.0
        written = self.file.with_suffix(".new")
        written.write_text(str(offset + by.total_seconds()))
        written.replace(self.file)  # at once: nobody reads half of it


async def at_rest(url: str, phones: Phones, ledger: Ledger, bots: Collection[Bot], move: Callable[[], None]) -> bool:
    """Call `move` once nothing waits: a tap that is older than 150 seconds dies in Telegram's queue.

    Nobody taps meanwhile. What was handled by then may be forgotten after eight days.

    Returns:
        Whether it was called: not where one of `bots` died first, or something still waits after six seconds.
    """
    async with phones.at_rest:
        end = time.monotonic() + QUIET_SECONDS
        while all(bot.is_alive for bot in bots) and time.monotonic() < end:
            handled = await asyncio.to_thread(databases.handled_now, url) | ledger.forgotten
            if len(handled) == ledger.issued:
                ledger.forgotten = handled
                move()
                return True
            await asyncio.sleep(LOOK_SECONDS)
    return False
