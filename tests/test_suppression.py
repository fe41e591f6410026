"""Small counts are not told, and cannot be reckoned back from what is."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.suppression import Bound, Shown, Told, ToldTable, against, is_small, suppress, told, told_table

NAMES = "abcdef"
Cells = tuple[tuple[int | None, ...], ...]


def counts(values: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(NAMES, values, strict=False))


def table(rows: tuple[tuple[int, ...], ...]) -> dict[str, dict[str, int]]:
    return {f"r{number}": counts(row) for number, row in enumerate(rows)}


def as_shown(one: Told) -> tuple[int | None, ...]:
    return (*one.counts.values(), one.total)


def cells_of(one: ToldTable) -> Cells:
    """The table as it is told, margins along: the last row and the last column."""
    rows = tuple((*one.cells[row].values(), one.rows[row]) for row in one.cells)
    return (*rows, (*one.columns.values(), one.total))


def with_margins(rows: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    whole = [(*row, sum(row)) for row in rows]
    return (*whole, tuple(sum(column) for column in zip(*whole, strict=True)))


@pytest.mark.parametrize(("length", "most"), [(1, 12), (2, 20), (3, 16), (4, 12), (5, 9)])
def test_no_hidden_count_can_be_solved_even_by_somebody_who_knows_the_rule(length: int, most: int) -> None:
    """Brute force: all lists with a sum up to `most`, in groups that are told in the same way, the total along."""
    alike: defaultdict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in itertools.product(range(most + 1), repeat=length):
        if sum(values) <= most:
            alike[as_shown(told(counts(values)))].append((*values, sum(values)))

    for shown, possible in alike.items():
        hidden = [place for place, count in enumerate(shown) if count is None]
        for place in hidden if shown[-1] is not None else ():
            assert len({values[place] for values in possible}) > 1, (shown, possible)


def consistent(shown: Cells, most: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All tables with counts up to `most` that agree with what is shown, with their margins."""
    *rows, columns = shown
    for made in itertools.product(*[list(lines(row, most)) for row in rows]):
        sums = tuple(sum(column) for column in zip(*made, strict=True))
        if all(count in (None, total) for count, total in zip(columns, sums, strict=True)):
            yield (*made, sums)


def lines(shown: tuple[int | None, ...], most: int) -> Iterator[tuple[int, ...]]:
    """All rows that agree with one that is shown, with their sum."""
    *cells, total = shown
    for values in itertools.product(*[range(1, most + 1) if count is None else (count,) for count in cells]):
        if total in (None, sum(values)):
            yield (*values, sum(values))


SMALL = st.integers(0, 6)


@pytest.mark.parametrize(("height", "width"), [(2, 2), (2, 3), (3, 2)])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_hidden_count_in_a_table_with_margins_can_be_solved(height: int, width: int, data: st.DataObject) -> None:
    """The reader knows that what is hidden is not nought, unless a nought had to be hidden."""
    row = st.tuples(*[SMALL] * width)
    rows = data.draw(st.tuples(*[row] * height))
    shown = cells_of(told_table(table(rows)))
    whole = with_margins(rows)
    if any(
        told_count is None and count == 0
        for told_row, row in zip(shown, whole, strict=True)
        for told_count, count in zip(told_row, row, strict=True)
    ):
        return

    hidden = {(y, x) for y, row in enumerate(shown) for x, count in enumerate(row) if count is None}
    for other in consistent(shown, 7):
        hidden -= {(y, x) for y, x in hidden if other[y][x] != whole[y][x]}
        if not hidden:
            return
    assert not hidden, (rows, shown)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=5))
@settings(max_examples=80, deadline=None)
def test_no_small_count_is_told_and_what_is_told_is_true(rows: list[list[int]]) -> None:
    made = table(tuple(map(tuple, rows)))
    shown, whole = cells_of(told_table(made)), with_margins(tuple(map(tuple, rows)))

    for told_row, row in zip(shown, whole, strict=True):
        for told_count, count in zip(told_row, row, strict=True):
            assert told_count is None or (told_count == count and not is_small(count))


@pytest.mark.parametrize(
    ("values", "shown", "total"),
    [
        ({"a": 10, "b": 6}, {"a": 10, "b": 6}, 16),
        ({"a": 10, "b": 6, "c": 3}, {"a": 10, "b": None, "c": None}, 19),
        ({"a": 10, "b": 2, "c": 3}, {"a": 10, "b": None, "c": None}, 15),
        ({"a": 10, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}, 12),
        ({"a": 3, "b": 0}, {"a": None, "b": 0}, None),
        ({"a": 0, "b": 0}, {"a": 0, "b": 0}, 0),
        ({"a": 4, "b": 4, "c": 4}, {"a": None, "b": None, "c": None}, None),
    ],
)
def test_the_next_smallest_goes_with_one_that_is_hidden_alone(
    values: Mapping[str, int], shown: Mapping[str, int | None], total: int | None
) -> None:
    assert told(values) == Told(shown, total)


def test_without_a_total_each_count_stands_for_itself() -> None:
    assert suppress({"a": 10, "b": 6, "c": 3}, total_shown=False) == {"a": 10, "b": 6, "c": None}
    assert suppress({"a": 10, "b": 6, "c": 3}) == {"a": 10, "b": None, "c": None}


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        (None, 12, Shown(12)),
        (None, 3, Shown(None)),
        (10, 10, Shown(10)),
        (10, 12, Shown(10, Bound.AT_LEAST)),
        (10, 15, Shown(15)),
        (10, 7, Shown(10, Bound.AT_MOST)),
        (10, 4, Shown(None)),
        (0, 6, Shown(6)),
        (20, 0, Shown(0)),
    ],
)
def test_a_cumulative_figure_never_differs_by_one_to_four_from_the_last_one(
    before: int | None, now: int, shown: Shown
) -> None:
    assert against(before, now) == shown


def test_in_a_table_what_is_hidden_with_a_small_count_is_no_more_than_needed() -> None:
    shown = told_table({"running": {"women": 9, "men": 3, "unsaid": 0}, "ended": {"women": 0, "men": 0, "unsaid": 0}})

    assert cells_of(shown) == ((None, None, 0, 12), (0, 0, 0, 0), (None, None, 0, 12))
