"""Small counts are not told: nobody shall be picked out of a figure, nor reckoned back from the figures around it.

A table with its margins is a circulation: the total flows into the rows, through the cells into the columns and back.
A hidden count can be solved exactly when no other circulation agrees with what is shown, and one that differs by a
cycle always exists where the hidden counts have room for it (Cox, L. H., 1980: complementary cell suppression).
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush

FEWEST = 5
"""The smallest count, beside none at all, that is told."""
SUM = "sum"


class Bound(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class Shown:
    """A figure as it is told: nothing where it is about too few."""

    value: int | None
    bound: Bound = Bound.EXACT


@dataclass(frozen=True)
class Told:
    """Counts as they are told, and their total; nothing stands for a hidden one."""

    counts: Mapping[str, int | None]
    total: int | None


@dataclass(frozen=True)
class ToldTable:
    """A table as it is told: `cells[row][column]`, and the margins."""

    cells: Mapping[str, Mapping[str, int | None]]
    rows: Mapping[str, int | None]
    columns: Mapping[str, int | None]
    total: int | None


@dataclass(frozen=True)
class _Count:
    """A count as a flow from one sum to another; `rank` says which kind is rather hidden: cells, margins, the total."""

    name: tuple[str, str]
    tail: str
    head: str
    value: int
    rank: int


_Cost = tuple[int, int, int, int, int]


def is_small(count: int) -> bool:
    """Whether `count` is one to four: too few to be told."""
    return 0 < count < FEWEST


def suppress(counts: Mapping[str, int], *, total_shown: bool = True) -> Mapping[str, int | None]:
    """The counts as they may be told: `told(counts).counts`, or, where no total is known, each for itself."""
    return told(counts).counts if total_shown else {key: shown(count) for key, count in counts.items()}


def shown(count: int) -> int | None:
    """A count that stands alone, as it may be told."""
    return None if is_small(count) else count


def told(counts: Mapping[str, int]) -> Told:
    """Counts (0 or more) that add up to a total, without those of one to four and what would give them away.

    Where one alone would be hidden the next smallest goes with it (all of them, where several are equal); where nothing
    is left to hide, the total.
    """
    parts = [_Count((SUM, key), "whole", "parts", value, 0) for key, value in counts.items()]
    total = _Count((SUM, SUM), "parts", "whole", sum(counts.values()), 2)
    hidden = _hidden([*parts, total])
    return Told({key: _unless(hidden, (SUM, key), value) for key, value in counts.items()}, _open(hidden, total))


def told_table(cells: Mapping[str, Mapping[str, int]]) -> ToldTable:
    """The same of a table, `cells[row][column]`, whose rows all have the same columns, with both margins."""
    names = list(next(iter(cells.values()), {}))
    rows = {row: _Count((f"r{row}", SUM), "whole", f"r{row}", sum(line.values()), 1) for row, line in cells.items()}
    columns = {
        name: _Count((SUM, f"c{name}"), f"c{name}", "sums", sum(line[name] for line in cells.values()), 1)
        for name in names
    }
    inner = {
        (row, name): _Count((f"r{row}", f"c{name}"), f"r{row}", f"c{name}", line[name], 0)
        for row, line in cells.items()
        for name in names
    }
    total = _Count((SUM, SUM), "sums", "whole", sum(row.value for row in rows.values()), 2)
    hidden = _hidden([*inner.values(), *rows.values(), *columns.values(), total])
    return ToldTable(
        {row: {name: _open(hidden, inner[row, name]) for name in names} for row in cells},
        {row: _open(hidden, count) for row, count in rows.items()},
        {name: _open(hidden, count) for name, count in columns.items()},
        _open(hidden, total),
    )


def against(shown_before: int | None, now: int) -> Shown:
    """A cumulative figure beside the one last shown, from which it may not differ by one to four.

    Args:
        shown_before: `Shown.value` of the last time; nothing where it was never shown, or hidden.
        now: what it is.

    Returns:
        What may be told: the earlier figure as *at least* (or, where it has fallen, *at most*) where the two are too
        close.
    """
    if is_small(now):
        return Shown(None)
    if shown_before is None or not is_small(abs(now - shown_before)):
        return Shown(now)
    return Shown(shown_before, Bound.AT_LEAST if now > shown_before else Bound.AT_MOST)


def _unless(hidden: frozenset[tuple[str, str]], name: tuple[str, str], value: int) -> int | None:
    return None if name in hidden else value


def _open(hidden: frozenset[tuple[str, str]], count: _Count) -> int | None:
    return _unless(hidden, count.name, count.value)


def _hidden(counts: Sequence[_Count]) -> frozenset[tuple[str, str]]:
    """The names of those that are hidden: the small ones, and others until none can be solved or all are hidden."""
    hidden = [count for count in counts if is_small(count.value)]
    while (solved := _first_solved(hidden)) and len(hidden) < len(counts):
        hidden += _next(solved, counts, hidden)
    return frozenset(count.name for count in hidden)


def _next(solved: _Count, counts: Sequence[_Count], hidden: Sequence[_Count]) -> Sequence[_Count]:
    """What to hide beside `solved`: the cheapest way round by which it could be another number.

    Equals go together: a choice among them would tell a reader who knows the rule which of the hidden is which.
    """
    ways = [_way(solved.head, solved.tail, solved, counts, hidden)]
    if _can_fall(solved):
        ways.append(_way(solved.tail, solved.head, solved, counts, hidden))
    _, way = min(ways, key=lambda found: found[0])
    chosen = [one for one in way if one not in hidden]
    left = [one for one in counts if one not in hidden]
    if not chosen:  # there is room, but not for a reader who knows that only small counts are hidden
        chosen = [min(left, key=_cost)]
    alike = {(one.tail, one.head, one.value) for one in chosen}
    return [one for one in left if (one.tail, one.head, one.value) in alike]


def _way(
    start: str, end: str, solved: _Count, counts: Sequence[_Count], hidden: Sequence[_Count]
) -> tuple[_Cost, tuple[_Count, ...]]:
    """The cheapest steps from `start` to `end`, and what they cost: what is hidden already costs nothing (Dijkstra)."""
    waiting: list[tuple[_Cost, int, str, tuple[_Count, ...]]] = [((0, 0, 0, 0, 0), 0, start, ())]
    seen: set[str] = set()
    made = 0
    while waiting:
        cost, _, place, way = heappop(waiting)
        if place == end:
            return cost, way
        if place in seen:
            continue
        seen.add(place)
        for one in counts:
            other = one.head if one.tail == place else one.tail if one.head == place and _can_fall(one) else None
            if one is solved or other is None:
                continue
            made += 1
            step = (0, 0, 0, 0, 0) if one in hidden else _cost(one)
            heappush(waiting, (_plus(cost, step), made, other, (*way, one)))
    raise AssertionError("every sum is reached from every other")


def _cost(one: _Count) -> _Cost:
    """How unwilling we are to hide it: rather a cell than a zero, than a margin, than the total; rather a small one."""
    return (one.rank == 2, one.rank == 1, one.value == 0, 1, one.value)


def _plus(one: _Cost, other: _Cost) -> _Cost:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3], one[4] + other[4])


def _first_solved(hidden: Sequence[_Count]) -> _Count | None:
    """A hidden count that can have no other value, for a reader who knows the rule by which they are hidden."""
    most = None if any(not is_small(count.value) for count in hidden) else FEWEST - 1
    return next((count for count in hidden if not _has_room(count, hidden, most)), None)


def _has_room(count: _Count, hidden: Sequence[_Count], most: int | None) -> bool:
    """Whether it can be one more, or one less, while all sums hold."""
    others = [other for other in hidden if other is not count]
    steps: dict[str, list[str]] = {}
    for other in others:
        if _can_rise(other, most):
            steps.setdefault(other.tail, []).append(other.head)
        if _can_fall(other):
            steps.setdefault(other.head, []).append(other.tail)
    more = _can_rise(count, most) and _leads(steps, count.head, count.tail)
    return more or (_can_fall(count) and _leads(steps, count.tail, count.head))


def _can_rise(count: _Count, most: int | None) -> bool:
    return most is None or count.value < most


def _can_fall(count: _Count) -> bool:
    """Zeros are shown as a rule: a reader takes what is hidden for one at least."""
    return count.value > 1


def _leads(steps: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    seen, waiting = {start}, deque([start])
    while waiting:
        for place in steps.get(waiting.popleft(), ()):
            if place == end:
                return True
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return False
