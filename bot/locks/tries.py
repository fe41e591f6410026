"""Wrong tries at a lock: how many there may be, and how long it then stays shut."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import at_local, today

IN_A_ROW = 5
FIRST_PAUSE = timedelta(minutes=15)
NEXT_PAUSE = timedelta(minutes=60)
A_DAY = 20


@dataclass(frozen=True)
class Tries:
    """The tries at one lock.

    wrong: in a row, since the last right one.
    wrong_today: on `day`, which is a date in Stockholm.
    locked_until: aware, UTC; None, or past, if the lock may be tried.
    """

    wrong: int
    wrong_today: int
    day: date
    locked_until: datetime | None


def fresh(now: datetime) -> Tries:
    """A lock that nobody has tried."""
    return Tries(wrong=0, wrong_today=0, day=today(now), locked_until=None)


def may_try(tries: Tries, now: datetime) -> datetime | None:
    """None if the lock may be tried at `now` (aware), else when it opens for tries again."""
    if tries.locked_until and now < tries.locked_until:
        return tries.locked_until
    return None


def counted(tries: Tries, now: datetime) -> Tries:
    """Count a try as wrong. Commit this before the secret is looked at: then none is free, whatever happens.

    The fifth wrong one in a row shuts the lock for 15 minutes, the tenth and every fifth after it for an hour, and
    the twentieth of a day until midnight in Stockholm.

    Args:
        tries: as they stand, read under a lock on their row.
        now: the moment of the try, aware.

    Raises:
        ValueError: the lock is shut; ask `may_try` first.
    """
    if may_try(tries, now):
        raise ValueError("a try at a lock that is shut")
    here = _on(tries, now)
    wrong, wrong_today = here.wrong + 1, here.wrong_today + 1
    pause = _pause(wrong)
    shut = [tries.locked_until] if tries.locked_until else []
    if pause:
        shut.append(now + pause)
    if wrong_today >= A_DAY:
        shut.append(_midnight_after(here.day))
    return Tries(wrong, wrong_today, here.day, max(shut, default=None))


def succeeded(tries: Tries, tried_at: datetime) -> Tries:
    """The try turned out right: nothing is wrong in a row, and the day has the one less that was counted for it.

    Args:
        tries: as they stand now, read under a lock on their row.
        tried_at: the moment that was given to `counted`, which may have been on the day before.
    """
    if today(tried_at) == tries.day:
        tries = replace(tries, wrong_today=max(tries.wrong_today - 1, 0))
    shut = _midnight_after(tries.day) if tries.wrong_today >= A_DAY else None
    return replace(tries, wrong=0, locked_until=shut)


def _on(tries: Tries, now: datetime) -> Tries:
    """A new day starts at nought; a clock that was put back does not bring the old day, nor its tries, again."""
    if today(now) > tries.day:
        return replace(tries, day=today(now), wrong_today=0)
    return tries


def _pause(wrong: int) -> timedelta | None:
    if wrong % IN_A_ROW:
        return None
    return FIRST_PAUSE if wrong == IN_A_ROW else NEXT_PAUSE


def _midnight_after(day: date) -> datetime:
    return at_local(day + timedelta(days=1), 0)
