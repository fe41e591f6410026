"""Notices through the real delivery: each once where nothing fails, and one extra at most for each fault that hides it.

The local Telegram is a process of its own, without limits. On SQLite one worker says them, on PostgreSQL two that share
the work and the pace through the database. A tenth is then said once more with faults: the connection breaks, or the
answer is late, after Telegram has taken the message.
"""

import asyncio
import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from sqlalchemy import create_engine, text

from bot.clock import SystemClock
from tests.faults import databases
from tests.faults.figures import Figure, Order
from tests.faults.processes import ROOT, START_SECONDS, LocalTelegram, environment
from tests.faults.rows import duplicates_books as books

FULL, SHORT = 100_000, 200
STEP_SECONDS = 0.0005
PATIENCE_SECONDS = 60.0
"""How long nothing may be said before the row gives up: longer than a time-out and the pause after it."""
CHANCE = 0.02
LATE_SECONDS = 12.0
"""Later than the bot waits for an answer."""
MANY = 1_000_000
FAULTS = {"drop_after": MANY, "reset_in_body": MANY, "timeout_after": 3}
"""What breaks after Telegram has taken a message, and how often at most: a whole batch waits for a late answer."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108
_numbers = count(1)
NONE: Mapping[str, int] = {}
Json = dict[str, Any]


@dataclass(frozen=True)
class Play:
    """What came of one delivery: the count, how many faults struck, and how long it took."""

    counted: books.Counted
    struck: int
    seconds: float


async def play(order: Order) -> list[Figure]:
    """Deliver `order.times` notices without a fault, then a tenth as many with faults."""
    calm = await deliver(order, "calm", order.times)
    order.tell(f"{order.times} notices in {calm.seconds:.0f} s, {calm.counted.extra} doubled")
    late = 0 if order.times <= SHORT else FAULTS["timeout_after"]
    rough = await deliver(order, "rough", max(SHORT // 2, order.times // 10), {**FAULTS, "timeout_after": late})
    order.tell(f"{rough.struck} faults, {rough.counted.extra} extra messages")
    return [
        _figure(order, "notices", calm.counted.owed, f"{order.times}", good=calm.counted.owed == order.times),
        _figure(order, "notices a second", round(order.times / calm.seconds), "as it comes", good=True),
        _figure(order, "doubled without a fault", calm.counted.extra, "0", good=calm.counted.extra == 0),
        _figure(order, "missing without a fault", _lost(calm), "0", good=_lost(calm) == 0),
        _figure(order, "faults that struck", rough.struck, "at least 1", good=rough.struck > 0),
        _figure(
            *(order, "extra messages with faults", rough.counted.extra, f"at most {rough.struck}"),
            good=rough.counted.extra <= rough.struck,
        ),
        _figure(order, "missing with faults", _lost(rough), "0", good=_lost(rough) == 0),
    ]


def _lost(one: Play) -> int:
    return max(one.counted.missing, one.counted.unmarked)


def _figure(order: Order, what: str, value: float, must: str, *, good: bool) -> Figure:
    return Figure("duplicates", order.database, what, float(value), must, good)


@contextlib.contextmanager
def _database(order: Order, name: str) -> Iterator[str]:
    """A database that does not wait for the disk: nobody is killed here, and a hundred thousand waits take an hour."""
    if order.admin_url:
        url = databases.create_on(order.admin_url, f"duplicates_{name}")
        engine = create_engine(order.admin_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"ALTER DATABASE duplicates_{name} SET synchronous_commit = off"))
        engine.dispose()
        yield url
        return
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else order.folder) as folder:
        yield f"sqlite:///{folder}/{name}.db"


async def deliver(order: Order, name: str, notices: int, faults: Mapping[str, int] = NONE) -> Play:
    """Owe `notices`, let the workers say them, and count."""
    with _database(order, name) as url:
        return await _deliver(order, url, notices, faults)


async def _deliver(order: Order, url: str, notices: int, faults: Mapping[str, int]) -> Play:
    now = SystemClock().now()
    await asyncio.to_thread(databases.set_up, url, now)
    users = await asyncio.to_thread(books.owe, url, notices, now)
    clock = order.folder / "clock"
    async with LocalTelegram(order.folder, clock) as telegram, ClientSession() as http:
        for user in users:
            await _post(http, f"{telegram.url}/phones", {"id": user, "first_name": "Nr", "started": True})
        for kind, times in faults.items():
            ordered = {"kind": kind, "method": "sendMessage", "times": times, "probability": CHANCE}
            if times:
                await _post(http, f"{telegram.url}/faults", {**ordered, "seconds": LATE_SECONDS})
        begun = time.monotonic()
        async with _workers(order, url, telegram.url):
            await _until_said(url)
        seconds = time.monotonic() - begun
        struck = await _struck(http, telegram.url, sum(faults.values()))
        async with http.get(f"{telegram.url}/phones/state") as answer:
            phones = (await answer.json())["phones"]
    left = await asyncio.to_thread(books.unsaid, url)
    return Play(books.count(notices, phones, left), struck, seconds)


async def _post(http: ClientSession, url: str, body: Json) -> None:
    async with http.post(url, json=body) as answer:
        assert answer.status in (200, 201), await answer.text()


async def _struck(http: ClientSession, url: str, ordered: int) -> int:
    async with http.get(f"{url}/faults") as answer:
        return ordered - sum(int(fault["left"]) for fault in await answer.json())


@contextlib.asynccontextmanager
async def _workers(order: Order, url: str, telegram: str) -> AsyncIterator[None]:
    """One worker on SQLite, two on PostgreSQL; asked to end at the end, they end well."""
    processes = [await _start(order.folder, url, telegram) for _ in range(2 if order.admin_url else 1)]
    try:
        yield
    finally:
        for process in processes:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        codes = await asyncio.gather(*(process.wait() for process in processes))
    assert set(codes) == {0}, codes


async def _start(folder: Path, url: str, telegram: str) -> asyncio.subprocess.Process:
    """Start a worker, and wait until it delivers."""
    written = folder / f"worker-{next(_numbers)}.log"
    with written.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.rows.duplicates_worker", url, telegram, str(STEP_SECONDS)),
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env=environment(),
        )
    async with asyncio.timeout(START_SECONDS * 2):
        while b"delivering\n" not in written.read_bytes():
            assert process.returncode is None, written.read_text()[-2_000:]
            await asyncio.sleep(0.05)
    return process


async def _until_said(url: str) -> None:
    """Wait until all are marked as said, as long as they become fewer."""
    fewest, end = None, time.monotonic() + PATIENCE_SECONDS
    while (left := await asyncio.to_thread(books.unsaid, url)) and time.monotonic() < end:
        if fewest is None or left < fewest:
            fewest, end = left, time.monotonic() + PATIENCE_SECONDS
        await asyncio.sleep(0.25)
