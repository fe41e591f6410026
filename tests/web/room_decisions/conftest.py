"""The room with a manager, an administrator and a koordinator inside."""

from tests.web.room.conftest import logged, room
from tests.web.room_managers.conftest import ada, knut, maj, ylva

__all__ = ["ada", "knut", "logged", "maj", "room", "ylva"]
