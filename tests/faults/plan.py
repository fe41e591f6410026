"""Which process is to die in which cycle, and how."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.failpoints import NAMES

SOONEST, LATEST = 0.05, 1.5
"""Seconds from when it serves to a kill at random."""
RANDOM = "random"
MOST_PASSES = {"before-commit": 8, "after-commit": 8, "before-answer": 8, "after-send": 3}
"""Notices are few after a kill: whoever was being told waits until the lease ends."""
SIDES = {"before-answer": ("run", "web"), "after-send": ("run", "worker")}
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
            kills.append(at_point(services, name, chance.randint(1, MOST_PASSES[name]), chance))
    return kills


def in_short(services: Sequence[str], chance: random.Random) -> list[Kill]:
    """Each named point once, and each service once at random."""
    points = [at_point(services, name, chance.randint(1, 3), chance) for name in NAMES]
    return [*points, *(Kill((service,), seconds=chance.uniform(SOONEST, 0.7)) for service in services)]


def at_point(services: Sequence[str], name: str, nth: int, chance: random.Random) -> Kill:
    """A kill of one of the services that pass the point `name`, when it does for the n-th time."""
    passing = [service for service in services if service in SIDES.get(name, services)]
    return Kill((chance.choice(passing),), name, nth)
