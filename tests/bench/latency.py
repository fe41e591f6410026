"""From an update to its answer at a steady pace, against the bare echo; and while other work goes on.

Somebody acts at each stroke, whoever is ready; the answer is there when the person sees it. At 100 updates a second the
machine may be full, and people wait in line: the rate that was held tells. So what other work does to them is measured
at 25 a second: while pictures or documents are drawn, backups taken, keys rotated or partnerships imported, one after
the other without a pause, nobody's tap may wait for it. All of it shares the machine's cores; what other processes take
of them is part of what is measured.
Left out: the network to Telegram.
"""

import asyncio

from bot.clock import SystemClock
from tests.bench import board
from tests.bench.contestants import ECHO, PRODUCT, WARMING_FLOWS, Contestant, started
from tests.bench.figures import Figure, middle, percentile, ratios
from tests.bench.jobs import Jobs, prepare
from tests.bench.processes import free_port
from tests.bench.rounds import folder
from tests.bench.size import sized
from tests.bench.world import Played, World

PACES = {100.0: 60, 25.0: 25}
"""How many flows at how many updates a second."""
CALM = 25.0
Found = dict[tuple[str, float], Played]
"""By whom or what went on beside, and the rate."""


def measure(rounds: int = 3) -> list[Figure]:
    """Each round the echo bot, then the product alone and beside each kind of work."""
    played: dict[tuple[str, float], list[Played]] = {}
    done: dict[str, int] = {}
    for _ in range(rounds):
        found = asyncio.run(_round(done))
        for key, one in found.items():
            played.setdefault(key, []).append(one)
    against = [_against_echo(played, rate, which) for rate in PACES for which in (50, 99)]
    return [
        *against,
        *(_beside(played, kind, times) for kind, times in done.items()),
        *(_held(played, rate) for rate in PACES),
        _harness(played),
    ]


async def _round(done: dict[str, int]) -> Found:
    with folder() as path:
        url = f"sqlite:///{path / 'bench.db'}"
        board.set_up(url)
        ground = prepare(url, path, free_port(), SystemClock())
        jobs = Jobs(ground)
        async with World() as world:
            async with started(ECHO, world, url, path):
                found = await _alone(world, ECHO)
            async with started(PRODUCT, world, url, path, **ground.settings):
                found |= await _alone(world, PRODUCT)
                for kind in jobs.kinds:
                    found[kind, CALM], times = await _play_beside(world, jobs, kind)
                    done[kind] = done.get(kind, 0) + times
    return found


async def _alone(world: World, who: Contestant) -> Found:
    await world.play(who.game, WARMING_FLOWS)
    return {(who.name, rate): await world.play(who.game, sized(flows, 5), rate) for rate, flows in PACES.items()}


async def _play_beside(world: World, jobs: Jobs, kind: str) -> tuple[Played, int]:
    stop = asyncio.Event()
    going_on = asyncio.create_task(jobs.keep_doing(kind, stop))
    try:
        played = await world.play(PRODUCT.game, sized(PACES[CALM], 5), CALM)
    finally:
        stop.set()
        times = await going_on
    return played, times


def _percentiles(rounds: list[Played], which: int) -> list[float]:
    """In milliseconds, round by round."""
    return [1000 * percentile(played.waits, which) for played in rounds]


def _against_echo(played: dict[tuple[str, float], list[Played]], rate: float, which: int) -> Figure:
    ours, theirs = (_percentiles(played[who.name, rate], which) for who in (PRODUCT, ECHO))
    note = f"{middle(ours):.0f} ms against {middle(theirs):.0f} ms"
    what = f"from update to answer at {rate:.0f}/s, p{which}, against {ECHO.name}"
    return Figure("latency", what, ratios(ours, theirs), note=note)


def _beside(played: dict[tuple[str, float], list[Played]], kind: str, times: int) -> Figure:
    ours, alone = (_percentiles(played[name, CALM], 99) for name in (kind, PRODUCT.name))
    longest = max(1000 * max(one.waits) for one in played[kind, CALM])
    note = f"{middle(ours):.0f} ms against {middle(alone):.0f} ms; the longest {longest:.0f} ms; begun {times} times"
    what = f"p99 at {CALM:.0f}/s while {kind} goes on, against alone"
    return Figure("latency", what, ratios(ours, alone), note=note)


def _held(played: dict[tuple[str, float], list[Played]], rate: float) -> Figure:
    ours, theirs = ([one.per_second for one in played[who.name, rate]] for who in (PRODUCT, ECHO))
    note = f"the echo bot: {middle(theirs):.1f}/s"
    return Figure(
        "latency", f"rate that was held, of {rate:.0f}/s", tuple(ours), "updates/s", note=note, more_is_better=True
    )


def _harness(played: dict[tuple[str, float], list[Played]]) -> Figure:
    busy = tuple(
        max(each[number].share for each in played.values()) for number in range(len(next(iter(played.values()))))
    )
    return Figure("latency", "share of a core that the fake Telegram and its people took at most", busy, "cores")
