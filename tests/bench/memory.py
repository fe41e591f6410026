"""Memory of `python -m bot run` after a day of simulated traffic: the clock is moved an hour at a time.

From Monday at six: complete flows in each hour from eight to seventeen, help pages in the others. Whatever the
timetable does in a day is done.
Left out: days that follow; the room; pictures and documents.
"""

import asyncio
from datetime import datetime, timedelta

from bot.clock import SharedClock, SystemClock, at_local, today
from tests.bench import board
from tests.bench.contestants import PRODUCT, started
from tests.bench.figures import Figure
from tests.bench.players import UPDATES_PER_FLOW
from tests.bench.processes import resident_megabytes
from tests.bench.rounds import folder
from tests.bench.size import sized
from tests.bench.world import World

HOURS = 24
WORKING = range(8, 17)
FLOWS_AN_HOUR = 40
HELP_AN_HOUR = 60
TICK_SECONDS = 3.0
"""For what falls due with the hour."""


def measure(_rounds: int = 1) -> list[Figure]:
    """One day."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with folder() as path:
        url = f"sqlite:///{path / 'bench.db'}"
        board.set_up(url)
        clock, begins = SharedClock(path / "clock"), _a_monday_after(SystemClock().now())
        clock.move_to(begins)
        async with World() as world:
            await world.keep_clock(path / "clock")
            async with started(PRODUCT, world, url, path, SHARED_CLOCK=str(path / "clock")) as pid:
                await world.play("flows", sized(FLOWS_AN_HOUR))
                warm = resident_megabytes(pid)
                updates = 0
                for hour in range(HOURS):
                    clock.move_to(begins + timedelta(hours=hour))
                    await asyncio.sleep(TICK_SECONDS)
                    updates += await _an_hour(world, (6 + hour) % 24)
                full = resident_megabytes(pid)
    note = f"{warm:.0f} MB when warm; {updates:,} updates in between"
    return [
        Figure("memory", "after a day of traffic", (full,), "MB", note=note),
        Figure("memory", "grown in a day of traffic", (full - warm,), "MB", note=note),
    ]


def _a_monday_after(now: datetime) -> datetime:
    """Six o'clock on a Monday a week or two ahead: everybody is a member by then."""
    day = today(now) + timedelta(days=14)
    return at_local(day - timedelta(days=day.weekday()), 6)


async def _an_hour(world: World, hour: int) -> int:
    """What people do in an hour of the day; how many updates that was."""
    if hour in WORKING:
        flows = sized(FLOWS_AN_HOUR)
        await world.play("flows", flows)
        return flows * UPDATES_PER_FLOW
    helps = sized(HELP_AN_HOUR, 5)
    await world.play("help", helps)
    return helps
