"""The nights in which the clock changes, and 29 February: written out, in UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot import leads, patience
from models import Organisation, OrganisationKind
from tests.properties import almanac
from tests.properties.agreements import BOARDS, PARTNERS, Pact, Person, Story, Version
from tests.properties.almanac import DAY, at
from tests.properties.reminded import Happening
from tests.properties.test_weekly_digests import Season, Weeks
from tests.properties.uptime import Gap, Uptime
from tests.properties.worlds import world

SPRING, AUTUMN = date(2024, 3, 31), date(2024, 10, 27)


def utc(written: str) -> datetime:
    """That moment in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def said(clean: Engine, end: date, begun: datetime, *gaps: Gap) -> list[str]:
    """When the manager is told of an agreement that ends on `end`."""
    pact = Pact("Avtal", date(2023, 1, 1), (BOARDS[0], PARTNERS[0]), (Version(begun, end),))
    story = Story(Uptime(begun, gaps), (pact,), tuple(Person(name, begun) for name in BOARDS + PARTNERS))
    with world(clean) as here:
        return sorted(moment for _, moment, number in Happening(story, here).happen() if number == 0)


def test_eight_in_the_morning_is_eight_on_the_wall_before_and_after_both_clock_changes(clean: Engine) -> None:
    spring = said(clean, date(2024, 4, 5), at(date(2024, 3, 8), 9))
    autumn = said(clean, date(2024, 11, 1), at(date(2024, 10, 4), 9))
    assert spring[:3] == ["2024-03-22 07:00:00+00:00", "2024-03-28 07:00:00+00:00", "2024-04-04 06:00:00+00:00"]
    assert autumn[:3] == ["2024-10-18 06:00:00+00:00", "2024-10-25 06:00:00+00:00", "2024-10-31 07:00:00+00:00"]


@pytest.mark.parametrize("changes", [SPRING, AUTUMN], ids=["forward", "back"])
@pytest.mark.parametrize("hour", range(5))
def test_a_bot_that_starts_in_the_night_of_the_change_says_what_it_missed_once_on_the_next_working_day(
    clean: Engine, changes: date, hour: int
) -> None:
    end = changes - 2 * DAY + 30 * DAY  # the Friday before is a due day; in spring Good Friday, and so Thursday
    night = at(changes, 0) + timedelta(hours=hour, minutes=30)
    twice = (Gap(at(changes - 4 * DAY, 17), night), Gap(night + timedelta(minutes=30), night + timedelta(minutes=90)))
    moments = said(clean, end, at(changes - 5 * DAY, 9), *twice)
    assert moments[0] == ("2024-04-02 06:00:00+00:00" if changes == SPRING else "2024-10-28 07:00:00+00:00")
    assert len(set(moments)) == len(moments) == 5


def test_digests_join_over_both_clock_changes(clean: Engine) -> None:
    for first, wanted in (
        (date(2024, 3, 25), ["2024-03-25 06:30", "2024-04-02 05:30", "2024-04-08 05:30"]),
        (date(2024, 10, 21), ["2024-10-21 05:30", "2024-10-28 06:30", "2024-11-04 06:30"]),
    ):
        started = at(first - 3 * DAY, 9)
        season = Season(first, 3, Uptime(started, ()), (started + DAY,), (1,), ())
        with world(clean) as here:
            weeks = Weeks(season, here)
            weeks.happen()
            rows = weeks.rows()
        assert [row.until for row in rows] == [utc(moment) for moment in wanted]
        assert [row.since for row in rows] == [at(first - 7 * DAY, 0), *[row.until for row in rows[:-1]]]


def test_leap_days_are_counted_before_after_and_on(clean: Engine) -> None:
    on_the_day = {one.days: one.due_on.isoformat() for one in leads.of_end(date(2024, 3, 30)) if one.kind == "expiry"}
    assert on_the_day[30] == "2024-02-29"
    plain = {one.days: one.due_on.isoformat() for one in leads.of_end(date(2023, 3, 30)) if one.kind == "expiry"}
    assert plain[30] == "2023-02-28"
    assert said(clean, date(2024, 2, 29), at(date(2024, 2, 20), 9)) == [
        "2024-02-22 07:00:00+00:00",
        "2024-02-28 07:00:00+00:00",
        "2024-03-01 07:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("sent", "open_days", "steps"),
    [
        ("2024-02-27", range(1, 6), ["2024-03-01", "2024-03-05", "2024-03-07"]),
        ("2024-02-29", range(1, 6), ["2024-03-05", "2024-03-07", "2024-03-11"]),
        ("2023-02-27", range(1, 6), ["2023-03-02", "2023-03-06", "2023-03-08"]),
        ("2024-03-27", range(1, 6), ["2024-04-03", "2024-04-05", "2024-04-09"]),  # over Easter: the cap of 7 days
        ("2024-10-25", range(1, 6), ["2024-10-30", "2024-11-01", "2024-11-05"]),
        ("2023-12-22", [1, 2], ["2023-12-29", "2024-01-05", "2024-01-12"]),  # 25 and 26 December, 1 January: closed
        ("2024-02-29", [6], ["2024-03-07", "2024-03-14", "2024-03-21"]),
    ],
)
def test_the_steps_of_a_wait_are_those_written_out_by_hand(sent: str, open_days: list[int], steps: list[str]) -> None:
    partner = Organisation(
        name="Partner", kind=OrganisationKind.PARTNER, open_days=[*open_days], consent_share=[], consent_with=[]
    )
    since = date.fromisoformat(sent)
    assert [patience.step_on(partner, since, step).isoformat() for step in range(3)] == steps
    assert [almanac.step_day(frozenset(open_days), since, step).isoformat() for step in range(3)] == steps
