"""The room and its visitors, and a partner that takes young people."""

import pytest
from sqlmodel import Session

from bot import lookups
from tests.web.room.conftest import knut, logged, room, visitor, ylva
from tests.web.room.visiting import OpenRoom

__all__ = ["knut", "logged", "room", "visitor", "ylva"]


@pytest.fixture
def young(room: OpenRoom) -> OpenRoom:
    """The room, where B2's agreement is about young people."""

    def unit(session: Session) -> None:
        partner = lookups.partner_by_alias(session, "B2")
        assert partner
        row = lookups.agreement_for(session, partner.id, room.clock.now().date())
        assert row
        row.for_young = True

    room.store.run_now(unit)
    return room
