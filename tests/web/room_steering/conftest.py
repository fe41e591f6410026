"""The room with the steering group's people inside, each in a browser of their own."""

from tests.web.room.conftest import logged, room, visitor
from tests.web.room_managers.conftest import ada, knut, maj, ylva

__all__ = ["ada", "knut", "logged", "maj", "room", "visitor", "ylva"]
