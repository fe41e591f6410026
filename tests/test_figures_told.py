"""A page's figures beside those of the last one: what grows tells no one or few people apart."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot import figures
from bot.suppression import FEWEST

SENT = figures.COUNTED[0].value
COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=20)


def counted(this_year: int, lately: int = 7) -> dict[str, dict[str, int]]:
    return {"lately": {SENT: lately}, "this_year": {SENT: this_year}, "last_year": {SENT: 0}}


def test_one_to_four_more_than_last_week_are_said_as_at_least_what_was_said_then() -> None:
    before = figures.tell(counted(20), None)
    assert figures.tell(counted(24), before)["this_year"][SENT] == (20, "at_least")
    assert figures.tell(counted(25), before)["this_year"][SENT] == (25, "exact")


def test_what_is_of_its_own_week_stands_beside_nothing() -> None:
    before = figures.tell(counted(20, lately=6), None)
    assert figures.tell(counted(28, lately=8), before)["lately"][SENT] == (8, "exact")


def test_a_page_between_two_weeks_grows_in_steps_of_five() -> None:
    before = figures.tell(counted(20), None)
    said = [figures.tell_between(counted(now), before)["this_year"][SENT] for now in (20, 21, 24, 25, 29, 30)]
    assert [value for value, _ in said] == [20, 20, 20, 25, 25, 30]
    assert [bound for _, bound in said] == ["exact", *["at_least"] * 5]


@given(COUNTS)
def test_no_two_weeks_that_are_said_exactly_differ_by_one_to_four(growth: list[int]) -> None:
    before, total, exact = None, 0, []
    for more in growth:
        total += more
        before = figures.tell(counted(total), before)
        value, bound = before["this_year"][SENT]
        if value is not None:
            assert value <= total
            exact += [value] if bound == "exact" else []
    assert all(later == earlier or later - earlier >= FEWEST for earlier, later in pairwise(exact))
