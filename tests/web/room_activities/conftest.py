"""The room with a koordinator and a manager inside, each in a browser of their own."""

from tests.web.inside import knut, maj
from tests.web.room.conftest import logged, room

__all__ = ["knut", "logged", "maj", "room"]
