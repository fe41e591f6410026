"""How the clock goes while the bot is killed: half a working day at a time, so that all falls due."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.clock import at_local
from bot.workdays import is_working

BEGINS = date(2022, 10, 3)
MORNING = at_local(BEGINS, 9)
HOURS = ((8, 5), (15, 35))
"""A moment after what is said in the morning falls due, and one after the day's question."""
MOVES_EVERY, FEWEST_MOVES = 4, 3
"""With fewer a week would pass in which nobody is up."""
MOST_DAYS, FEWEST_DAYS = 115, 10
"""Working days that a scene lasts: at most until agreements and consents run out, at least two Mondays."""


def moments(cycles: int) -> list[tuple[int, datetime]]:
    """Before which cycle the clock is to be moved, and to when; two weeks at least, half a year at most."""
    moves = max(FEWEST_MOVES, min(cycles // MOVES_EVERY, 2 * MOST_DAYS))
    halves = _half_days(max(FEWEST_DAYS, (moves + 1) // 2))
    steps = range(1, moves + 1)
    return [(cycles * step // (moves + 1), halves[len(halves) * step // moves - 1]) for step in steps]


def _half_days(count: int) -> Sequence[datetime]:
    days: list[date] = []
    day = BEGINS
    while len(days) <= count:
        day += timedelta(days=1)
        if is_working(day):
            days.append(day)
    halves = [at_local(day, hour, minute) for day in days for hour, minute in HOURS]
    return halves[:-1]  # to end on a morning: the day's question is not due again before the afternoon
