"""The room with both sides of an agreement inside."""

import pytest
from sqlmodel import col, select

from bot.demo.cast import PARTNER
from models import Agreement
from tests.web.inside import knut, maj
from tests.web.room.conftest import logged, room
from tests.web.room.visiting import OpenRoom

__all__ = ["budget", "knut", "logged", "maj", "room"]


@pytest.fixture
def budget(room: OpenRoom) -> str:
    """The page of the agreement that runs."""
    running = select(Agreement.id).where(col(Agreement.name) == PARTNER)
    return f"agreement/{room.store.run_now(lambda session: session.exec(running).one())}/budget"
