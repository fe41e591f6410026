"""The room with both sides of an agreement inside."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import col, select

from bot.demo.cast import KNUT, MAJ, PARTNER
from models import Agreement
from tests.web.room.conftest import logged, room
from tests.web.room.visiting import OpenRoom, Visitor

__all__ = ["budget", "knut", "logged", "maj", "room"]


@pytest.fixture
async def maj(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The manager, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(MAJ)


@pytest.fixture
async def knut(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The koordinator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(KNUT)


@pytest.fixture
def budget(room: OpenRoom) -> str:
    """The page of the agreement that runs."""
    running = select(Agreement.id).where(col(Agreement.name) == PARTNER)
    return f"agreement/{room.store.run_now(lambda session: session.exec(running).one())}/budget"
