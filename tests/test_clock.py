"""The clocks: Stockholm's days, and one that can be moved by several processes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.clock import SharedClock, at_local, today


def test_midnight_in_stockholm_is_the_next_day_there_and_not_in_utc() -> None:
    late = datetime(2022, 10, 3, 22, 30, tzinfo=UTC)

    assert today(late) == date(2022, 10, 4)


def test_nine_in_the_morning_is_another_utc_hour_in_winter() -> None:
    assert at_local(date(2022, 7, 1), 9).hour == 7
    assert at_local(date(2022, 12, 1), 9).hour == 8


def test_a_shared_clock_is_moved_for_everybody_who_reads_its_file(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    one, other = SharedClock(file), SharedClock(file)

    one.move_to(datetime(2023, 5, 31, 7, tzinfo=UTC))

    assert abs(other.now() - datetime(2023, 5, 31, 7, tzinfo=UTC)) < timedelta(seconds=5)


def test_a_shared_clock_runs_on() -> None:
    clock = SharedClock()
    clock.move_to(datetime(2023, 5, 31, 7, tzinfo=UTC))

    assert clock.now() <= clock.now()
