"""Wrong tries at a lock, and how long it then stays shut."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.clock import at_local, today
from bot.locks.tries import Tries, counted, fresh, may_try, succeeded

NOW = datetime(2023, 5, 30, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def wrong(tries: Tries, times: int, now: datetime) -> tuple[Tries, datetime]:
    """So many wrong tries, each as soon as it may be; the tries after it, and when the last was."""
    for _ in range(times):
        now = may_try(tries, now) or now
        tries = counted(tries, now)
    return tries, now


def test_four_wrong_tries_leave_the_lock_open() -> None:
    tries, _ = wrong(fresh(NOW), 4, NOW)

    assert may_try(tries, NOW) is None


def test_a_lock_that_is_tried_wrongly_five_times_is_shut_for_15_minutes() -> None:
    tries, _ = wrong(fresh(NOW), 5, NOW)

    assert may_try(tries, NOW) == NOW + 15 * MINUTE
    assert may_try(tries, NOW + 15 * MINUTE - timedelta(microseconds=1)) == NOW + 15 * MINUTE
    assert may_try(tries, NOW + 15 * MINUTE) is None


def test_the_next_five_shut_it_for_an_hour_and_so_do_the_five_after() -> None:
    tries, tenth = wrong(fresh(NOW), 10, NOW)
    assert may_try(tries, tenth) == tenth + 60 * MINUTE

    tries, fifteenth = wrong(tries, 5, tenth)
    assert may_try(tries, fifteenth) == fifteenth + 60 * MINUTE


def test_twenty_wrong_tries_a_day_shut_it_until_midnight_in_stockholm() -> None:
    tries, last = wrong(fresh(NOW), 20, NOW)

    assert today(last) == date(2023, 5, 30)
    assert may_try(tries, last) == at_local(date(2023, 5, 31), 0) == datetime(2023, 5, 30, 22, tzinfo=UTC)


def test_the_hour_outlasts_a_midnight_that_comes_sooner() -> None:
    late = datetime(2023, 5, 30, 21, 50, tzinfo=UTC)
    tries = Tries(wrong=9, wrong_today=19, day=today(late), locked_until=None)

    assert may_try(counted(tries, late), late) == late + 60 * MINUTE


def test_a_new_day_has_twenty_new_tries_but_what_is_wrong_in_a_row_stays() -> None:
    tries, _ = wrong(fresh(NOW), 20, NOW)
    tomorrow = NOW + timedelta(days=1)

    tries = counted(tries, tomorrow)

    assert (tries.wrong, tries.wrong_today, tries.day) == (21, 1, today(tomorrow))
    assert may_try(tries, tomorrow) is None


def test_a_right_try_clears_the_row_and_is_not_counted_to_the_day() -> None:
    tries, _ = wrong(fresh(NOW), 3, NOW)

    tries = succeeded(counted(tries, NOW), NOW)

    assert tries == Tries(wrong=0, wrong_today=3, day=today(NOW), locked_until=None)


def test_the_fifth_try_shuts_nothing_when_it_is_right() -> None:
    tries, _ = wrong(fresh(NOW), 4, NOW)

    assert may_try(succeeded(counted(tries, NOW), NOW), NOW) is None


def test_a_right_try_from_before_midnight_takes_nothing_off_the_new_day() -> None:
    before = datetime(2023, 5, 30, 21, 59, 59, tzinfo=UTC)
    tries = counted(fresh(before), before)
    tries = counted(tries, before + timedelta(seconds=2))

    assert succeeded(tries, before).wrong_today == 1


def test_a_right_try_from_before_midnight_does_not_open_a_new_day_that_is_used_up() -> None:
    before = datetime(2023, 5, 30, 21, 59, 59, tzinfo=UTC)
    after = before + timedelta(seconds=2)
    used_up = Tries(wrong=4, wrong_today=20, day=today(after), locked_until=at_local(date(2023, 6, 1), 0))

    assert may_try(succeeded(used_up, before), after) == at_local(date(2023, 6, 1), 0)


def test_a_try_at_a_lock_that_is_shut_is_a_fault_of_the_caller() -> None:
    tries, _ = wrong(fresh(NOW), 5, NOW)

    with pytest.raises(ValueError, match="shut"):
        counted(tries, NOW + MINUTE)


def test_a_day_of_twenty_five_hours_has_twenty_tries_too() -> None:
    morning = datetime(2023, 10, 28, 22, tzinfo=UTC)
    tries, last = wrong(fresh(morning), 20, morning)

    assert may_try(tries, last) == datetime(2023, 10, 29, 23, tzinfo=UTC)


gaps = st.lists(
    st.one_of(
        st.just(0.0),
        st.floats(0, 120),
        st.floats(0, 4000),
        st.sampled_from([899.999999, 900.0, 3599.999999, 3600.0, 43_200.0, 86_400.0]),
    ),
    min_size=30,
    max_size=120,
)
starts = st.integers(0, 3 * 365 * 86_400).map(
    lambda seconds: datetime(2022, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def played(start: datetime, pauses: list[float], right: set[int]) -> list[tuple[datetime, bool]]:
    """Tries at these pauses, of which those in `right` are right: when a secret was looked at, and whether it fit."""
    tries, now, looked = fresh(start), start, []
    for number, pause in enumerate(pauses):
        now += timedelta(seconds=pause)
        if may_try(tries, now):
            continue
        tries = counted(tries, now)
        looked.append((now, number in right))
        if number in right:
            tries = succeeded(tries, now)
            assert (tries.wrong, may_try(tries, now)) == (0, None)
    return looked


@settings(max_examples=300, deadline=None)
@given(start=starts, pauses=gaps, right=st.sets(st.integers(0, 120), max_size=40))
@example(start=NOW, pauses=[0.0] * 120, right=set(range(4, 120, 5)))
def test_whatever_the_pattern_no_day_has_more_than_twenty_wrong_looks(
    start: datetime, pauses: list[float], right: set[int]
) -> None:
    days = [today(at) for at, fits in played(start, pauses, right) if not fits]

    assert all(days.count(day) <= 20 for day in set(days))


@settings(max_examples=300, deadline=None)
@given(start=starts, pauses=gaps)
@example(start=NOW, pauses=[0.0] * 4 + [899.0] + [900.0] + [0.0] * 100)
def test_no_fifteen_minutes_have_more_than_five_wrong_looks_in_a_row(start: datetime, pauses: list[float]) -> None:
    looks = [at for at, _ in played(start, pauses, set())]

    for number, at in enumerate(looks):
        assert len([later for later in looks[number:] if later < at + 15 * MINUTE]) <= 5
        if number % 5 == 4:
            pause = 15 if number == 4 else 60
            assert all(later >= at + pause * MINUTE for later in looks[number + 1 :])


@settings(max_examples=300, deadline=None)
@given(start=starts, pauses=st.lists(st.floats(-900, 4000), min_size=20, max_size=80))
@example(start=datetime(2023, 5, 30, 21, 59, tzinfo=UTC), pauses=[0.0] * 4 + [61.0, -61.0] + [600.0, -500.0] * 20)
def test_a_clock_that_goes_backward_never_opens_a_lock_early(start: datetime, pauses: list[float]) -> None:
    tries, now, shut_until = fresh(start), start, start - timedelta(days=1)
    for pause in pauses:
        now += timedelta(seconds=pause)
        if may_try(tries, now):
            continue
        assert now >= shut_until
        before, tries = tries, counted(tries, now)
        assert tries.day >= before.day
        shut_until = max(shut_until, tries.locked_until or shut_until)
