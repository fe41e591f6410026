"""The room with its managers inside, each in a browser of their own."""

import pytest

from bot.demo.cast import Player
from tests.web.inside import ada, knut, maj, ylva
from tests.web.room.conftest import logged, room, visitor
from tests.web.room.visiting import OpenRoom
from tests.web.room_managers.board import a_second_manager

__all__ = ["ada", "knut", "logged", "maj", "room", "second", "visitor", "ylva"]


@pytest.fixture
def second(room: OpenRoom) -> Player:
    """Another manager of the same board."""
    return room.store.run_now(lambda session: a_second_manager(session, room.clock.now()))
