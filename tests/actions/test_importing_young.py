"""Whether an agreement is about young people: an optional key of a file."""

import pytest
from sqlmodel import Session, col, select

from bot.actions.partnerships import import_partnerships, read
from models import Agreement
from tests.hands import HandClock

PACT = """
[board]
name = "Nämnden"
kind = "municipal_board"
[[organisation]]
name = "Odlarna"
[[agreement]]
name = "Odling"
parties = ["Nämnden", "Odlarna"]
valid_from = 2022-01-01
valid_to = 2022-12-31
takes_referrals = true
"""


@pytest.mark.parametrize(
    ("line", "young", "faults"),
    [("", False, 0), ("for_young_people = true", True, 0), ("for_young_people = false", False, 0)]
    + [(f"for_young_people = {odd}", None, 1) for odd in ('"kanske"', "1", "[]")],
)
def test_it_is_read_where_it_is_said_and_false_where_it_is_not(
    session: Session, clock: HandClock, line: str, young: bool | None, faults: int
) -> None:
    outcome = import_partnerships(session, read(PACT + line), clock.now())
    assert len(outcome.problems) == faults
    found = session.exec(select(Agreement).where(col(Agreement.name) == "Odling")).first()
    assert (found.for_young if found else None) is young
    assert not found or "for_young_people" not in found.facts
