"""A flood: a thousand strangers write and one member taps a hundred times a second; the others hardly feel it."""

import asyncio
import os
import random
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.clock import SharedClock, at_local
from bot.demo.cast import KNUT
from bot.demo.telegram.api import TOKEN
from tests.faults import databases
from tests.faults.figures import Figure, Order
from tests.faults.processes import LocalTelegram, Nursery, environment
from tests.faults.rows.flood_crowd import Crowd

FULL = 60
SHORT = 3
"""Seconds of each kind: quiet, and under the flood, in turns."""
PIECE = 6
"""Seconds at a stretch: the figures are medians over these, since a machine has its moods."""
MEMBERS, STRANGERS, TAPS = 20.0, 200.0, 100.0
"""Updates a second: of all members, of all strangers, of the member with the quick finger."""
MOST = 2.0
RECORD = "for the record"
MORNING = at_local(date(2022, 10, 3), 9)
SECRET = "only-for-the-local-telegram"
REST_SECONDS = 60.0
GROWTH = 0.25
WARM_SECONDS = 2.0


@dataclass
class Measured:
    """What was seen."""

    quiet: list[list[float]] = field(default_factory=list)
    """The members' latencies in seconds, piece by piece."""
    flood: list[list[float]] = field(default_factory=list)
    flooded: int = 0
    """Updates during the flood."""
    seconds: float = 0.0
    """How long the flood lasted in all."""
    work: float = 0.0
    """Seconds of a processor that the bot took for these."""
    issued: int = 0
    handled: int = 0
    unanswered: int = 0
    memory: tuple[int, int] = (1, 1)
    """KiB before and after."""
    alive: bool = True


async def play(order: Order) -> list[Figure]:
    """`order.times` seconds without the flood and as many with it."""
    return figures(order.database, await _measure(order))


async def _measure(order: Order) -> Measured:
    clock = order.folder / "clock"
    clock.write_text(str((MORNING - SharedClock().now()).total_seconds()))
    await asyncio.to_thread(databases.set_up, order.url, MORNING)
    members = [player.telegram_id for player in databases.PLAYERS if player != KNUT]
    service = "run" if order.database == "sqlite" else "web"
    async with LocalTelegram(order.folder, clock) as telegram, Nursery(order.folder) as nursery:
        bot = await nursery.start(service, _environment(order, telegram.url, clock))
        assert await bot.is_serving()
        async with Crowd(telegram.url, members, KNUT.telegram_id, random.Random(order.seed)) as crowd:
            measured = Measured()
            await crowd.play(WARM_SECONDS, MEMBERS, 0, 0)
            await crowd.at_rest(REST_SECONDS)
            before = _memory(bot.pid)
            for length in _pieces(order.times):
                await _piece(crowd, measured, length, bot.pid)
            measured.issued, measured.unanswered = crowd.issued, crowd.unanswered()
            measured.handled = len(await asyncio.to_thread(databases.handled_now, order.url))
            measured.alive = bot.is_alive
            measured.memory = before, _memory(bot.pid) if bot.is_alive else 0
        nursery.end(bot)
    return measured


async def _piece(crowd: Crowd, measured: Measured, length: int, pid: int) -> None:
    for into, strangers, taps in ((measured.quiet, 0.0, 0.0), (measured.flood, STRANGERS, TAPS)):
        crowd.latencies.clear()
        begun = time.monotonic()
        work = _worked(pid)
        made = await crowd.play(length, MEMBERS, strangers, taps)
        if strangers:
            measured.flooded += made
            measured.seconds += time.monotonic() - begun
        await crowd.at_rest(REST_SECONDS)
        if strangers:
            measured.work += _worked(pid) - work
        into.append(list(crowd.latencies))


def _pieces(seconds: int) -> list[int]:
    return [min(PIECE, seconds - first) for first in range(0, seconds, PIECE)]


def figures(database: str, measured: Measured) -> list[Figure]:
    """What it came to."""
    quiet, flood = _percentile(measured.quiet, 0.99), _percentile(measured.flood, 0.99)
    lost = measured.issued - measured.handled
    pace = measured.flooded / measured.seconds if measured.seconds else 0.0
    grown = measured.memory[1] / measured.memory[0] - 1
    ratio = flood / quiet if quiet else float("inf")
    seen = [
        ("updates a second under the flood", round(pace), RECORD, True, ""),
        ("the bot's own work for each of these", _ms(measured.work / max(1, measured.flooded)), RECORD, True, "ms"),
        ("members' p50, quiet", _ms(_percentile(measured.quiet, 0.5)), RECORD, True, "ms"),
        ("members' p50, flood", _ms(_percentile(measured.flood, 0.5)), RECORD, True, "ms"),
        ("members' p99, quiet", _ms(quiet), RECORD, True, "ms"),
        ("members' p99, flood", _ms(flood), RECORD, True, "ms"),
        ("members' p99, flood to quiet", round(ratio, 2), "under 2", ratio < MOST, "times"),
        ("updates not handled", lost, "0", lost == 0, ""),
        ("members' messages not answered", measured.unanswered, "0", measured.unanswered == 0, ""),
        ("processes that ended", int(not measured.alive), "0", measured.alive, ""),
        ("memory grown", round(grown * 100, 1), "at most 25 %", grown <= GROWTH, "%"),
    ]
    return [Figure("flood", database, *one) for one in seen]


def _percentile(pieces: Sequence[Sequence[float]], share: float) -> float:
    """The median over the pieces of each one's percentile; 0 without any."""
    found = [sorted(piece)[min(len(piece) - 1, int(len(piece) * share))] for piece in pieces if piece]
    return statistics.median(found) if found else 0.0


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def _worked(pid: int) -> float:
    """Seconds of a processor that the process has had (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _environment(order: Order, telegram: str, clock: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return environment(
        DATABASE_URL=order.url,
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_URL=telegram,
        SHARED_CLOCK=str(clock),
        PORT=str(port),
        PUBLIC_URL=f"http://127.0.0.1:{port}",
        WEBHOOK_SECRET=SECRET,
    )
