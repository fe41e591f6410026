"""A house with a room, on each database."""

import pytest

from bot.demo.cast import YLVA
from bot.store import Store
from tests.hands import HandClock
from tests.web.room_keys.visitor import House, Visitor


@pytest.fixture
def house(played: Store, clock: HandClock) -> House:
    """The room, with the demo's cast; Ylva has a PIN."""
    house = House(played, clock)
    house.has_pin(YLVA)
    return house


@pytest.fixture
async def ylva(house: House) -> Visitor:
    """Ylva, inside."""
    return await Visitor(house, YLVA).unlocked()
