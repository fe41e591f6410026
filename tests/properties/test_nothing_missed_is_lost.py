"""What was missed while the bot was away is said later, also where something else happens to the agreement first."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.properties.agreements import BOARDS, PARTNERS, Duty, Pact, Person, Story, Version
from tests.properties.almanac import at
from tests.properties.reminded import Happening, expected
from tests.properties.uptime import Gap, Uptime
from tests.properties.worlds import world

BEGUN = at(date(2023, 1, 2), 9)
FRIDAY = date(2023, 12, 1)
END = FRIDAY + timedelta(days=30)
AWAY = Gap(at(FRIDAY, 7), at(FRIDAY, 18, 30))
"""Thirty days before the end the bot comes up too late to say so; it may on Monday."""
SATURDAY = at(date(2023, 12, 2), 12)


def story(duties: tuple[Duty, ...], versions: tuple[Version, ...] = ()) -> Story:
    """One agreement that ends when the bot is away."""
    pact = Pact("Avtal", date(2023, 1, 1), (BOARDS[0], PARTNERS[0]), (Version(BEGUN, END), *versions), duties=duties)
    return Story(Uptime(BEGUN, (AWAY,)), (pact,), tuple(Person(name, BEGUN) for name in BOARDS + PARTNERS))


def duty(imported: datetime, received: datetime | None = None) -> Duty:
    """A report that is due in half a year."""
    return Duty("final", date(2024, 6, 28), imported, received)


STORIES = {
    "nothing": story(()),
    "the same file again": story((), (Version(SATURDAY, END),)),
    "a report was received": story((duty(BEGUN + timedelta(minutes=1), SATURDAY),)),
    "a report duty came": story((duty(SATURDAY),)),
}


@pytest.mark.parametrize("happens", STORIES)
def test_a_missed_reminder_is_said_on_monday_whatever_happens_on_saturday(clean: Engine, happens: str) -> None:
    with world(clean) as here:
        said = Happening(STORIES[happens], here).happen()
    wanted = expected(STORIES[happens])
    assert (said - wanted, wanted - said) == ({}, {})
