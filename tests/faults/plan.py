"""Which process is to die in which cycle, and how."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.failpoints import NAMES

SOONEST, LATEST = 0.05, 1.0
"""Seconds from when it serves to a kill at random."""
RANDOM = "random"
MOST_PASSES = {"before-commit": 30, "after-commit": 30, "before-answer": 8, "in-sweep": 3, "between-chunks": 3}
"""The first twenty commits or so of a process are the timetable's: what fell due while nobody was up."""
FEW_PASSES = 2
"""Notices are few after a kill: whoever was being told waits until the lease ends. So are forms of the room."""
RECEIVERS, SPEAKERS = ("run", "web"), ("run", "worker")
SIDES = {
    **dict.fromkeys(("before-answer", "in-save", "before-page"), RECEIVERS),
    **dict.fromkeys(("before-send", "after-send", "in-sweep", "between-chunks"), SPEAKERS),
}
"""The services that pass a point which not all of them pass."""


@dataclass(frozen=True)
class Kill:
    """One cycle: who dies, and at which named point at the n-th passing; or after `seconds` of serving."""

    services: tuple[str, ...]
    point: str = RANDOM
    nth: int = 0
    seconds: float = 0.0


def plan(services: Sequence[str], cycles: int, chance: random.Random) -> list[Kill]:
    """`cycles` kills among `services`: every other one at a named point, the points in turn."""
    kills = []
    for number in range(cycles):
        if number % 2:
            seconds = chance.uniform(SOONEST, LATEST)
            kills.append(Kill(tuple(chance.sample(services, chance.randint(1, len(services)))), seconds=seconds))
        else:
            name = NAMES[number // 2 % len(NAMES)]
            most = MOST_PASSES.get(name, FEW_PASSES)
            kills.append(at_point(services, name, chance.randint(1, most), chance))
    return kills


def enumerated(services: Sequence[str], times: int, chance: random.Random) -> list[Kill]:
    """Each service `times` at each of the named points that it passes, in an order of chance."""
    kills = [
        Kill((service,), name, chance.randint(1, MOST_PASSES.get(name, FEW_PASSES)))
        for name in NAMES
        for service in services
        if service in SIDES.get(name, services)
        for _ in range(times)
    ]
    chance.shuffle(kills)
    return kills


def at_point(services: Sequence[str], name: str, nth: int, chance: random.Random) -> Kill:
    """A kill of one of the services that pass the point `name`, when it does for the n-th time."""
    passing = [service for service in services if service in SIDES.get(name, services)]
    return Kill((chance.choice(passing),), name, nth)
