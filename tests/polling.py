"""The poller at work: it runs while a test looks on."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.works import Works

PATIENCE_SECONDS = 30.0


@asynccontextmanager
async def polling(it: Works) -> AsyncIterator[None]:
    """The poller runs, and is stopped at the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(it.app.poller.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running
        await it.app.desk.drain()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for `holds()`."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        await asyncio.sleep(0.01)
