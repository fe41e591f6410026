"""The chat tells no number of volunteers that would tell that one to four of the others came."""

from datetime import UTC, date, datetime

import pytest

from bot.agreements import counts
from models import Activity, ActivityKind


def of(visitors: int | None, volunteers: int | None, *, few: bool = False) -> Activity:
    """An activity of a day."""
    return Activity(
        agreement_id=1,
        organisation_id=1,
        kind=ActivityKind.HOMEWORK,
        day=date(2022, 10, 5),
        visitors=visitors,
        volunteers=volunteers,
        few_volunteers=few,
        member_id=1,
        at=datetime(2022, 10, 5, 19, tzinfo=UTC),
    )


@pytest.mark.parametrize(("visitors", "volunteers"), [(10, 6), (10, 8), (10, 9), (6, 3), (5, 4)])
def test_what_leaves_one_to_four_is_hidden(visitors: int, volunteers: int) -> None:
    assert counts.hides_volunteers(of(visitors, volunteers))
    assert counts.told_volunteers(of(visitors, volunteers)) is None


@pytest.mark.parametrize(
    ("visitors", "volunteers", "told"),
    [(10, 5, 5), (10, 10, 10), (12, 3, 1), (20, 0, 0), (None, 7, 7), (10, None, None)],
)
def test_everything_else_is_told_as_before(visitors: int | None, volunteers: int | None, told: int | None) -> None:
    assert not counts.hides_volunteers(of(visitors, volunteers))
    assert counts.told_volunteers(of(visitors, volunteers)) == told


def test_one_to_four_that_were_said_as_such_stay_so() -> None:
    assert counts.told_volunteers(of(6, None, few=True)) == 1
