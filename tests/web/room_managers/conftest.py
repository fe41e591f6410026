"""The room with its managers inside, each in a browser of their own."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.cast import ADA, KNUT, MAJ, YLVA, Player
from tests.web.room.conftest import logged, room, visitor
from tests.web.room.visiting import OpenRoom, Visitor
from tests.web.room_managers.board import a_second_manager

__all__ = ["ada", "knut", "logged", "maj", "room", "second", "visitor", "ylva"]


@pytest.fixture
async def maj(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The manager, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(MAJ)


@pytest.fixture
async def ada(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The administrator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(ADA)


@pytest.fixture
async def ylva(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The caseworker, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(YLVA)


@pytest.fixture
async def knut(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The koordinator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(KNUT)


@pytest.fixture
def second(room: OpenRoom) -> Player:
    """Another manager of the same board."""
    return room.store.run_now(lambda session: a_second_manager(session, room.clock.now()))
