"""Which reads stand out, against the rule said plainly."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import log_rules
from bot.log_rules import Read
from models import Standing

START = datetime(2022, 10, 12, 8, tzinfo=UTC)
READS = st.lists(
    st.tuples(st.integers(1, 2), st.integers(0, 5 * 60), st.integers(1, 40)), min_size=0, max_size=150
).map(
    lambda rows: [
        Read(number, START + timedelta(minutes=minute), who, what)
        for number, (who, minute, what) in enumerate(sorted(rows), start=1)
    ]
)


def plainly(reads: list[Read]) -> set[int]:
    """For each read, the hour that ends with it."""
    found: set[int] = set()
    for number, last in enumerate(reads):
        hour = [
            one
            for one in reads[: number + 1]
            if one.member_id == last.member_id and one.at > last.at - log_rules.WITHIN
        ]
        if len({one.referral_id for one in hour}) >= log_rules.MANY:
            found |= {one.id for one in hour}
    return found


@given(READS)
def test_many_in_a_row_are_those_of_an_hour_with_twenty_referrals(reads: list[Read]) -> None:
    assert log_rules.in_a_row(reads) == plainly(reads)


@given(READS, st.integers(0, 10_000))
def test_what_stands_out_is_never_in_the_sample_and_none_is_drawn_twice(reads: list[Read], seed: int) -> None:
    ids = [one.id for one in reads]
    standing = log_rules.standings(reads, {one.id for one in reads if one.referral_id == 7})

    drawn = log_rules.drawn(ids, standing, random.Random(seed))

    assert not set(drawn) & set(standing)
    assert len(set(drawn)) == len(drawn) <= log_rules.sample_size(len(ids))
    assert all(standing[one.id] is Standing.OUTSIDE for one in reads if one.referral_id == 7)


@given(st.integers(0, 100_000))
def test_a_sample_is_ten_or_five_in_a_hundred_and_at_most_fifty(total: int) -> None:
    size = log_rules.sample_size(total)

    assert size == min(total, 50, max(10, -(-total * 5 // 100)))


def test_an_hour_ends_exactly_sixty_minutes_after_it_began() -> None:
    spread = [Read(number, START + timedelta(minutes=3 * number), 1, number) for number in range(20)]
    late = [*spread[:-1], spread[-1]._replace(at=START + timedelta(minutes=60))]

    assert len(log_rules.in_a_row(spread)) == 20
    assert log_rules.in_a_row(late) == set()
