"""The row of restores sees what is broken on purpose."""

from pathlib import Path

from tests.faults.figures import Order
from tests.faults.rows.restore import Broken, Tally, drills, figures

ALL = Broken(ledger=True, resend=True, row=True, seal=True)
SEEN = {
    "erased people of whom something can be read",
    "notices said again unasked",
    "rows lost that were committed before the backup",
    "referrals torn from their events",
    "audits that do not verify",
}


def test_what_is_broken_shows_in_its_figure(tmp_path: Path) -> None:
    order = Order("sqlite", f"sqlite:///{tmp_path / 'handslag.db'}", 1, "2022", tmp_path)

    found = figures(order, drills(order, ALL))

    assert {figure.what for figure in found if not figure.good} == SEEN


def test_too_few_drills_and_slow_ones_are_no_success(tmp_path: Path) -> None:
    order = Order("sqlite", "", 2, "2022", tmp_path)

    found = figures(order, Tally(drills=1, slowest=61))

    assert {figure.what for figure in found if not figure.good} == {"drills", "slowest restore"}
