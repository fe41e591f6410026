"""Short things timed many times, in turns."""

import random
import time
from collections.abc import Callable, Sequence
from statistics import median

from sqlmodel import Session

from bot.turn import House, Turn
from models import Member
from tests.bench.rows import NOW, Big

HOUSE = House("handslag_bench_bot", "08-465 004 10", "08-465 004 20")


def in_turns(things: Sequence[Callable[[], object]], rounds: int, times: int) -> list[list[float]]:
    """For each of `things`, the median seconds of each round; within a round they take turns, `times` each.

    The seconds are the thread's own, so that neighbours on the machine do not count: what is asked for is in memory.
    """
    for thing in things:
        thing()  # caches, statements
    medians: list[list[float]] = [[] for _ in things]
    for _ in range(rounds):
        taken: list[list[float]] = [[] for _ in things]
        for _ in range(times):
            for thing, seconds in zip(things, taken, strict=True):
                begun = time.thread_time()
                thing()
                seconds.append(time.thread_time() - begun)
        for of_thing, seconds in zip(medians, taken, strict=True):
            of_thing.append(median(seconds))
    return medians


def timed(thing: Callable[[], object]) -> float:
    """How many seconds it takes, once."""
    begun = time.perf_counter()
    thing()
    return time.perf_counter() - begun


def page(big: Big, member_id: int, card: Callable[[Turn], object]) -> Callable[[], None]:
    """What makes a card for a member in a transaction of its own, as a turn does, and leaves no trace."""

    def make() -> None:
        with Session(big.engine, expire_on_commit=False) as session:
            card(turn(session, member_id))
            session.rollback()

    return make


def turn(session: Session, member_id: int) -> Turn:
    """A member's turn at nine o'clock on the Monday of the large databases."""
    return Turn(session, session.get_one(Member, member_id), NOW, HOUSE, random.Random(7))
