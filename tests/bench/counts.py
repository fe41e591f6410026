"""What does not depend on the machine: statements, plans, and sizes of what is sent; the guard watches them."""

import asyncio
import json
import os
import signal
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.bench import board, databases
from tests.bench.contestants import PRODUCT, started
from tests.bench.growth import every_command, show
from tests.bench.pages import weigh
from tests.bench.rounds import folder
from tests.bench.statements import asked, whole_tables
from tests.bench.timing import turn
from tests.bench.world import World

REFERRALS = 3_000
FLOWS = 3
ANSWER_SECONDS = 10.0
SAID_SECONDS = 3.0
"""For the notices of the last flow."""
Counts = dict[str, float]


def of_flow() -> tuple[Counts, Counts]:
    """Statements of a complete flow, and of the notices it owes; bytes of a flow by method of the Bot API."""
    return asyncio.run(_of_flow())


async def _of_flow() -> tuple[Counts, Counts]:
    with folder() as path:
        url, file = f"sqlite:///{path / 'bench.db'}", path / "counted"
        board.set_up(url)
        counted_bot = replace(PRODUCT, command=("-m", "tests.bench.counted_bot", str(file)))
        async with World() as world, started(counted_bot, world, url, path) as pid:
            await world.play("flows", FLOWS)  # from here on everybody is known
            await asyncio.sleep(SAID_SECONDS)
            _counted(pid, file)
            played = await world.play("flows", FLOWS)
            await asyncio.sleep(SAID_SECONDS)
            counted = _counted(pid, file)
    statements = {f"flow, for its {of}": counted[of] / FLOWS for of in ("updates", "notices")}
    methods = ("sendmessage", "editmessagetext", "answercallbackquery")
    sizes = {f"flow, {method}": played.bytes_in[method] / FLOWS for method in methods if method in played.bytes_in}
    return statements, sizes


def _counted(pid: int, file: Path) -> Counter[str]:
    """What the bot has counted since the last time."""
    file.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR1)
    until = time.monotonic() + ANSWER_SECONDS
    while not file.exists():
        assert time.monotonic() < until, "the bot does not say what it has counted"
        time.sleep(0.05)
    return Counter(json.loads(file.read_text(encoding="utf-8")))


def of_commands() -> tuple[Counts, list[str]]:
    """Statements of each command, and what reads a large table as a whole."""
    big = databases.sqlite(REFERRALS)
    statements: Counts = {}
    whole: set[str] = set()
    for role, name in every_command():
        sent = asked(big.engine, lambda session: show(name, turn(session, big.member_of(role))))  # noqa: B023
        statements[f"/{name}, {role.value}"] = float(len(sent))
        found = whole_tables(big.engine, lambda session: show(name, turn(session, big.member_of(role))))  # noqa: B023
        whole |= {f"/{name}: {line}" for line in found}
    return statements, sorted(whole)


def of_pages() -> tuple[Counts, Counts]:
    """Bytes and requests of each page of the room."""
    weights = weigh()
    sizes = {f"room {name}": float(weight.with_linked) for name, weight in weights.items()}
    return sizes, {f"room {name}": float(weight.requests) for name, weight in weights.items()}
