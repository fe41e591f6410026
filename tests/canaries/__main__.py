"""`python -m tests.canaries [COUNT]`: send so many marked secrets (10,000) through every flow and say where any is."""

import asyncio
import contextlib
import logging
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from bot.demo.cast import set_the_stage
from bot.store import Store, open_engine
from models import schema
from tests.canaries import flows
from tests.canaries.looking import files_below, record_requests
from tests.canaries.marks import found_in, secrets
from tests.conftest import MORNING
from tests.hands import HandClock
from tests.works import works

FULL = 10_000


async def run(folder: Path, count: int) -> tuple[dict[str, int], dict[str, bytes]]:
    """Send `count` secrets against a SQLite file in `folder`; what each flow took, and every place to look in."""
    url, clock, dice = f"sqlite:///{folder / 'handslag.db'}", HandClock(MORNING), random.Random(7)
    store = Store(open_engine(url), clock)
    schema.migrate(store.engine)
    store.run_now(lambda session: set_the_stage(session, clock.now()))
    async with works(url, clock) as bench:
        asked = record_requests(bench.telegram)
        counts = await flows.play(bench, clock, secrets(count, dice), dice)
        places = {"telegram": b"\n".join(asked), **files_below(folder)}  # while the log of the database is there
    store.close()
    return counts, places


def main(count: int) -> int:
    """Print the figures; 1 where a secret was found."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="canaries-") as name:
        folder = Path(name)
        os.environ["TMPDIR"] = tempfile.tempdir = name
        with (folder / "said.log").open("w", buffering=1) as log, contextlib.redirect_stdout(log):
            logging.basicConfig(level=logging.DEBUG, stream=log)
            counts, places = asyncio.run(run(folder, count))
        places["said.log"] = (folder / "said.log").read_bytes()
        tempfile.tempdir = None
    leaks = {place: found for place, content in places.items() if (found := found_in(content))}
    lines = [f"{sum(counts.values())} secrets through {len(counts)} flows in {time.monotonic() - began:.0f} s"]
    lines += [
        f"{len(content):>12} bytes  {found_in(content) or 'nothing'}  {place}" for place, content in places.items()
    ]
    sys.stdout.write("\n".join(lines) + f"\n{len(leaks)} places with a secret\n")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else FULL))
