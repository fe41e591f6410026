"""That the row about Telegram can fail: each thing that is not as it must be makes a figure that says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.telegram.faults import KINDS as KNOWN
from tests.faults.figures import Order
from tests.faults.rows import telegram
from tests.faults.rows.telegram_kinds import KINDS, QUICKEST
from tests.faults.rows.telegram_scenes import Met

WELL = Met("server_error", lost=0, unshown=0, unsaid=0, seconds=3.0, struck=2, up=True)


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order("sqlite", "sqlite://", 1, "1", tmp_path)


def test_all_is_well_where_all_is_well(order: Order) -> None:
    assert all(figure.good for figure in telegram._figures(order, [WELL]))


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"lost": 1}, "updates lost"),
        ({"unshown": 1}, "open cards not shown again"),
        ({"unsaid": 1}, "notices left unsaid"),
        ({"seconds": 15.1}, "longest until all is well"),
        ({"up": False}, "restarts"),
        ({"kind": "too_many_requests", "struck": 11}, "429 met in one silence"),
    ],
)
def test_what_is_not_as_it_must_be_is_said(order: Order, wrong: dict[str, object], what: str) -> None:
    figures = telegram._figures(order, [WELL, replace(WELL, **wrong)])  # type: ignore[arg-type]
    assert [figure.what for figure in figures if not figure.good] == [what]


def test_every_fault_that_the_local_telegram_knows_is_played_but_for_the_one_that_no_network_makes() -> None:
    played = {kind.name for kind in KINDS if not kind.away}
    assert set(KNOWN) - played == {"unreadable"}  # an update, not a fault of Telegram's: tests/test_poller.py
    assert {kind.away for kind in KINDS if kind.away} == {"refused", "silent"}
    assert set(QUICKEST) <= played
