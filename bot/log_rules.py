"""Log control (*loggkontroll*): which reads stand out, and how many of the others are looked at. Rules without rows.

That logs are followed up regularly and at random, and each follow-up documented, follows the rules of Swedish health
care (HSLF-FS 2016:40); how many is the board's own choice.
"""

import random
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot import clock
from models import Standing

FEWEST, MOST = 10, 50
ONE_IN = 20
"""Five in a hundred."""
NIGHT_FROM, NIGHT_TO = 22, 6
MANY = 20
WITHIN = timedelta(hours=1)


class Read(NamedTuple):
    """That somebody read a referral: an entry of the audit."""

    id: int
    at: datetime
    member_id: int
    referral_id: int


def sample_size(total: int) -> int:
    """How many of `total` reads are looked at besides those that stand out: 10 or 5 %, at most 50."""
    return min(total, MOST, max(FEWEST, -(-total // ONE_IN)))


def is_night(at: datetime) -> bool:
    """Whether `at` (aware) lies between 22 and 6 on a wall clock in Stockholm."""
    hour = clock.local(at).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def one_of_each(reads: Iterable[Read]) -> Iterator[Read]:
    """The same reads, in their order of reader, moment and id: of entries of one moment about one referral the last.

    Opening a page writes that it was seen and that its words were read.
    """
    last: dict[int, Read] = {}
    at: tuple[int, datetime] | None = None
    for read in reads:
        if (read.member_id, read.at) != at:
            yield from last.values()
            last, at = {}, (read.member_id, read.at)
        last[read.referral_id] = read
    yield from last.values()


def in_a_row(reads: Iterable[Read]) -> set[int]:
    """The ids of those of `reads` (in order of reader and moment) in an hour in which one read 20 referrals or more."""
    found: set[int] = set()
    hour: deque[Read] = deque()
    different: Counter[int] = Counter()
    for read in reads:
        while hour and (hour[0].member_id != read.member_id or read.at - hour[0].at >= WITHIN):
            gone = hour.popleft().referral_id
            different[gone] -= 1
            if not different[gone]:
                del different[gone]
        hour.append(read)
        different[read.referral_id] += 1
        if len(different) >= MANY:
            found.update(one.id for one in hour)
    return found


def standings(reads: Sequence[Read], outside: Collection[int]) -> dict[int, Standing]:
    """Why each of the `reads` that stand out does, by id; `outside` are the ids of those of others' referrals."""
    found = dict.fromkeys(in_a_row(reads), Standing.MANY)
    found.update({read.id: Standing.NIGHT for read in reads if is_night(read.at)})
    found.update({read.id: Standing.OUTSIDE for read in reads if read.id in outside})
    return found


def drawn(ids: Sequence[int], standing: Collection[int], dice: random.Random) -> list[int]:
    """A random sample of those of `ids` that do not stand out, as large as the whole calls for."""
    rest = [one for one in ids if one not in standing]
    return sorted(dice.sample(rest, min(len(rest), sample_size(len(ids)))))
