"""The room with a board's managers and a partner's koordinator inside."""

from collections.abc import AsyncIterator

import pytest

from tests.web.inside import knut, maj
from tests.web.room.conftest import logged, room, visitor
from tests.web.room.visiting import OpenRoom, Visitor
from tests.web.room_managers.board import a_second_manager

__all__ = ["knut", "logged", "maj", "room", "vera", "visitor"]


@pytest.fixture
async def vera(room: OpenRoom) -> AsyncIterator[Visitor]:
    """Another manager of the same board, inside."""
    player = room.store.run_now(lambda session: a_second_manager(session, room.clock.now()))
    async with room.visitor() as visitor:
        yield await visitor.come_in(player)
