"""The flood row can fail: slow members, lost updates, no answer, a process that ended."""

import pytest

from tests.faults.rows.flood import Measured, figures


def measured(**more: object) -> Measured:
    """A flood that went well, but for `more`."""
    well = {
        "quiet": [[0.01] * 100, [0.02] * 100, [0.01] * 100],
        "flood": [[0.015] * 100, [0.9] * 100, [0.015] * 100],
        "flooded": 3000,
        "seconds": 10.0,
        "issued": 4000,
        "handled": 4000,
        "memory": (100, 110),
    }
    return Measured(**{**well, **more})  # type: ignore[arg-type]


def missed(one: Measured) -> set[str]:
    """Which figures are missed."""
    return {figure.what for figure in figures("sqlite", one) if not figure.good}


def test_one_bad_moment_of_the_machine_is_no_miss() -> None:
    assert missed(measured()) == set()


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"flood": [[0.021] * 100] * 3}, "members' p99, flood to quiet"),
        ({"flood": [[0.01] * 98 + [0.5] * 2] * 3}, "members' p99, flood to quiet"),
        ({"quiet": []}, "members' p99, flood to quiet"),
        ({"handled": 3999}, "updates not handled"),
        ({"unanswered": 1}, "members' messages not answered"),
        ({"alive": False}, "processes that ended"),
        ({"memory": (100, 150)}, "memory grown"),
    ],
)
def test_what_is_wrong_is_missed(wrong: dict[str, object], what: str) -> None:
    assert missed(measured(**wrong)) == {what}
