"""The room with a koordinator and a manager inside, each in a browser of their own."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.cast import KNUT, MAJ
from tests.web.room.conftest import logged, room
from tests.web.room.visiting import OpenRoom, Visitor

__all__ = ["knut", "logged", "maj", "room"]


@pytest.fixture
async def knut(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The koordinator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(KNUT)


@pytest.fixture
async def maj(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The manager, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(MAJ)
