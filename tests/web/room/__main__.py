"""`python -m tests.web.room [COUNT]`: COUNT forged requests of each kind, a hundred thousand unless told.

They go through the whole application (routes, cookies, forms, database) without a socket between. It fails at the
first that is not refused, that the application stumbles over, or that wrote something.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import structlog
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.demo.cast import KNUT, YLVA, set_the_stage
from bot.store import Store, open_engine
from bot.web.room.app import room_routes
from models import schema
from tests.conftest import MORNING
from tests.hands import HandClock
from tests.web.room.attacks import REFUSALS, Shot, forged_cookies, forged_forms, launches, rows, volley
from tests.web.room.visiting import OpenRoom, open_room

COUNT = 100_000
CHUNK = 5000


async def main(count: int) -> None:
    """Send them, and print what was answered."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'room.db'}")
        schema.migrate(engine)
        clock = HandClock(MORNING)
        store = Store(engine, clock)
        store.run_now(lambda session: set_the_stage(session, MORNING))
        async with open_room(store, clock) as room:
            room.binds(KNUT, clock.now().date() + timedelta(days=365))
            await attack(room, count)
        store.close()


async def attack(room: OpenRoom, count: int) -> None:
    """Each kind in turn.

    Raises:
        AssertionError: something got in, was written, or was a fault of ours.
    """
    app = Starlette(routes=room_routes(room.parts))
    code = room.refers()
    async with room.visitor() as ylva:
        await ylva.come_in(YLVA)
        token = next(iter(ylva.browser.cookies.values()))
        genuine = ylva.room_data(YLVA)
    forms = [f"r/{code}/note", f"r/{code}/note/draft", f"r/{code}/about/reason", f"r/{code}/consent", "lock", "unlock"]
    kinds: dict[str, Iterable[Shot]] = {
        "forged launch data": launches(genuine, random.Random(1)),
        "forged cookies": forged_cookies(token, ["day", f"r/{code}", *forms], random.Random(2)),
        "forged forms, bodies, methods and paths": forged_forms(token, forms, random.Random(3)),
    }
    before = rows(room.store)
    for name, shots in kinds.items():
        began = time.perf_counter()
        statuses = await _send(app, shots, count)
        took = time.perf_counter() - began
        assert set(statuses) <= REFUSALS, statuses
        assert rows(room.store) == before
        said = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
        print(f"{name}: {sum(statuses.values())} in {took:.0f} s; {said}; nothing written, no fault")  # noqa: T201


async def _send(app: Starlette, shots: Iterable[Shot], count: int) -> dict[int, int]:
    statuses: dict[int, int] = {}
    left = iter(shots)
    for start in range(0, count, CHUNK):
        with capture_logs() as lines:
            for status, number in (await volley(app, left, min(CHUNK, count - start))).items():
                statuses[status] = statuses.get(status, 0) + number
        assert not [line for line in lines if line["event"] == "bug"]
    return statuses


if __name__ == "__main__":
    structlog.configure()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
