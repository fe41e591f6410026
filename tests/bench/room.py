"""Writing in the room: 50 people who save at once, each as fast as somebody who writes, and each as fast as it goes.

Left out: the browser, TLS and the way to it; reading pages meanwhile (see the bench `pages`).
"""

import asyncio
import time
from collections.abc import Iterable

from aiohttp import ClientSession, TCPConnector

from bot.clock import SystemClock, today
from bot.sealed.ring import new_key
from tests.bench.board import set_up
from tests.bench.figures import Figure, at_most, percentile
from tests.bench.room_scene import WRITERS, Writer, let_writers_in, server
from tests.bench.rounds import folder
from tests.bench.size import sized

PACE_SECONDS = 1.0
"""Between two saves of one person: as often as a draft is kept while somebody writes."""
NOTES = 20
Run = tuple[list[float], float, float]
"""How long each save took, and all of them together, in seconds; which share of a core the writers took."""


def measure(rounds: int = 1) -> list[Figure]:
    """Milliseconds for a note saved, at the pace of people and as fast as it goes."""
    notes = sized(NOTES, 4)
    paced, flat_out = zip(*(asyncio.run(_round(notes)) for _ in range(rounds)), strict=True)
    note = f"{WRITERS} writers, {notes} notes each, SQLite with synchronous=FULL"
    rates = ", ".join(f"{WRITERS * notes / seconds:.0f}/s" for _, seconds, _ in flat_out)
    busy = tuple(share for _, _, share in paced)
    return [
        Figure("room", "note saved, p99, one a second each", _p99s(paced), "ms", at_most(50, 20), note),
        Figure("room", "note saved, p99, as fast as it goes", _p99s(flat_out), "ms", None, rates),
        Figure("room", "share of a core that the writers took, one a second each", busy, "cores"),
    ]


def _p99s(rounds: Iterable[Run]) -> tuple[float, ...]:
    """The 99th percentile of each round's saves, in milliseconds."""
    return tuple(1000 * percentile(times, 99) for times, *_ in rounds)


async def _round(notes: int) -> tuple[Run, Run]:
    with folder() as path:
        url, key = f"sqlite:///{path / 'bench.db'}", new_key("bench")
        set_up(url)
        writers = let_writers_in(url)
        with server(url, key) as (address, _):
            async with ClientSession(address, connector=TCPConnector(limit=WRITERS)) as http:
                await asyncio.gather(*(save(http, writer) for writer in writers))
                return await _all(http, writers, notes, PACE_SECONDS), await _all(http, writers, notes, 0.0)


async def _all(http: ClientSession, writers: list[Writer], notes: int, pace: float) -> Run:
    begun, own = time.perf_counter(), time.process_time()
    times = await asyncio.gather(*(_write(http, writer, number, notes, pace) for number, writer in enumerate(writers)))
    seconds = time.perf_counter() - begun
    return [one for each in times for one in each], seconds, (time.process_time() - own) / seconds


async def _write(http: ClientSession, writer: Writer, number: int, notes: int, pace: float) -> list[float]:
    await asyncio.sleep(pace * number / WRITERS)
    times = []
    for _ in range(notes):
        took = await save(http, writer)
        times.append(took)
        await asyncio.sleep(max(0.0, pace - took))
    return times


async def save(http: ClientSession, writer: Writer) -> float:
    """Save a note of 400 characters; how many seconds it took."""
    form = {
        **writer.visitor.form,
        "kind": "written",
        "day": today(SystemClock().now()).isoformat(),
        "words": "Vi sågs utanför biblioteket och talade om trädgården. " * 8,
    }
    path = f"{writer.visitor.root}/r/{writer.code}/note"
    begun = time.perf_counter()
    async with http.post(path, data=form, headers=writer.visitor.headers, allow_redirects=False) as answer:
        await answer.read()
        assert answer.status == 303, answer.status
    return time.perf_counter() - begun
