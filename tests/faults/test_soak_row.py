"""The soak sees memory that grows, threads that stay, and rows that are stuck."""

import os
from pathlib import Path

from tests.faults.figures import Order
from tests.faults.rows import soak
from tests.faults.rows.soak_readings import Life, Reading, Stuck, line, read


def a_life(grows: float, more_threads: int = 0) -> Life:
    """An hour in which memory grows evenly by so many percent after warming up quickly, and threads are added."""
    readings = []
    for look in range(361):
        warmed = min(1.0, look / 20) * 20_000
        kibibytes = 100_000 + warmed + (120_000 * grows / 100) * look / 360 + (look % 7) * 50
        readings.append(Reading(10.0 * look, int(kibibytes), 12 + more_threads * look // 360, 30 + look % 3))
    return Life("run", readings)


def figures(tmp_path: Path, life: Life) -> dict[str, bool]:
    """What the row says of a life."""
    order = Order("sqlite", "", 60, "1", tmp_path)
    return {one.what: one.good for one in soak._of_lives(order, [life])}


def test_warming_up_is_no_growth(tmp_path: Path) -> None:
    said = figures(tmp_path, a_life(0.5))

    assert all(said.values())
    assert len(said) == 3


def test_a_leak_is_seen(tmp_path: Path) -> None:
    said = figures(tmp_path, a_life(8.0))

    assert [what for what, good in said.items() if not good] == ["memory of run, 60 min: growth"]


def test_threads_that_are_never_given_back_are_seen(tmp_path: Path) -> None:
    said = figures(tmp_path, a_life(0.0, more_threads=12))

    assert [what for what, good in said.items() if not good] == ["threads of run, 60 min: more at the end"]


def test_a_life_that_was_short_is_not_judged(tmp_path: Path) -> None:
    assert figures(tmp_path, Life("run", a_life(8.0).readings[:10])) == {}


def test_the_line_is_the_one_that_fits_best() -> None:
    assert line([(0.0, 1.0), (10.0, 3.0), (20.0, 5.0)]) == (1.0, 5.0)
    assert line([(5.0, 2.0)]) == (2.0, 2.0)


def test_a_row_that_waits_on_is_stuck_and_one_that_was_served_is_not() -> None:
    stuck = Stuck()
    for seconds in range(0, 100, 10):
        stuck.look(["notice 1" if seconds < 40 else f"notice {seconds}", "notice 2"], float(seconds))

    assert (stuck.which, stuck.longest) == ("notice 2", 90.0)


def test_a_process_is_read_and_one_that_is_gone_is_not() -> None:
    here = read(os.getpid(), 1.0)

    assert here
    assert here.kibibytes > 10_000
    assert here.files > 2
    assert read(2**22 + 1, 1.0) is None
