"""People inside the room, each in a browser of their own: a conftest takes those that it needs."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from tests.web.room.visiting import OpenRoom, Visitor


def inside(player: Player) -> Any:
    """A fixture: the player has opened the room and shown a PIN."""

    @pytest.fixture
    async def enter(room: OpenRoom) -> AsyncIterator[Visitor]:
        async with room.visitor() as visitor:
            yield await visitor.come_in(player)

    return enter


ada, knut, maj, olle, siri, ylva = map(inside, (ADA, KNUT, MAJ, OLLE, SIRI, YLVA))
