"""The guard says no where it must, and time never makes it."""

from pathlib import Path
from typing import Any

import pytest

from tests.bench import guard
from tests.bench.figures import Figure, at_least, at_most, percentile
from tests.bench.guard import Found, compare
from tests.bench.plot import draw_all
from tests.bench.report import as_json, number

KEPT = Found(
    statements={"/mine": 12},
    requests={"room /day": 3},
    sizes={"flow": 1000},
    whole_tables=["/iop: SCAN agreement"],
    ratios={"CPU": 3},
)


def _found(**changed: Any) -> Found:
    usual = {"statements": {"/mine": 12}, "requests": {"room /day": 3}, "sizes": {"flow": 1000}}
    return Found(**{**usual, **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"statements": {"/mine": 13}}, "/mine: 13.0 statements, 12.0 before"),
        ({"requests": {"room /day": 4}}, "room /day: 4.0 requests, 3.0 before"),
        ({"sizes": {"flow": 1051}}, "flow: 1051.0 bytes, 1000.0 before"),
        ({"whole_tables": ["/mina: SCAN referral"]}, "reads a whole table: /mina: SCAN referral"),
    ],
)
def test_one_more_of_anything_counted_has_slipped_back(changed: dict[str, Any], said: str) -> None:
    assert compare(_found(**changed), KEPT) == [said]


@pytest.mark.parametrize(
    "changed",
    [
        {"statements": {"/mine": 11, "/new": 40}},
        {"sizes": {"flow": 1049}},
        {"whole_tables": ["/iop: SCAN agreement"]},
        {"ratios": {"CPU": 30}},
    ],
)
def test_what_is_less_new_known_or_only_slower_has_not_slipped_back(changed: dict[str, Any]) -> None:
    assert compare(_found(**changed), KEPT) == []


def test_the_exit_code_tells_whether_something_slipped_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guard, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(guard, "look", lambda: KEPT)
    assert guard.guard(keep=True) == 0
    assert guard.guard(keep=False) == 0
    monkeypatch.setattr(guard, "look", lambda: _found(statements={"/mine": 13}))
    assert guard.guard(keep=False) == 1
    assert "SLIPPED BACK: /mine" in capsys.readouterr().out


def test_a_row_has_its_name_its_ratio_and_its_goals(tmp_path: Path) -> None:
    fast = Figure("flow", "updates/s", (1.0, 3.0, 2.0), goal=at_least(1.2, 1.6))
    heavy = Figure("start", "memory", (136.0,), "MB", at_most(130, 110))
    kept = as_json([fast, heavy], 3)
    rows: Any = kept["figures"]
    assert {key: rows[0][key] for key in ("name", "ratio", "better", "must", "stretch", "reached")} == {
        "name": "flow: updates/s",
        "ratio": 2.0,
        "better": "higher",
        "must": 1.2,
        "stretch": 1.6,
        "reached": "stretch",
    }
    assert (rows[1]["value"], rows[1]["unit"], rows[1]["better"], rows[1]["reached"]) == (136, "MB", "lower", "MISSED")
    drawn = draw_all(kept, tmp_path)
    assert [path.name for path in drawn] == ["bench-flow.png", "bench-start.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn)


@pytest.mark.parametrize(
    ("value", "unit", "said"), [(0.02, "x", "1/50"), (1.2, "x", "1.20x"), (2040.0, "ms", "2,040 ms"), (0.0, "", "0")]
)
def test_numbers_are_said_as_people_write_them(value: float, unit: str, said: str) -> None:
    assert number(value, unit) == said


def test_a_percentile_is_never_more_than_the_most() -> None:
    assert percentile([1.0, 2.0, 3.0], 99) <= 3.0
    assert percentile(list(range(101)), 50) == 50
