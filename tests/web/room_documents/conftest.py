"""The room with those who may take documents out, and those who may not."""

from tests.web.room.conftest import logged, room, visitor
from tests.web.room_managers.conftest import ada, knut, maj, ylva

__all__ = ["ada", "knut", "logged", "maj", "room", "visitor", "ylva"]
