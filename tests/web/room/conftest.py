"""A room that is open, and visitors to it."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.demo.cast import KNUT, SIRI, YLVA
from bot.store import Store
from tests.hands import HandClock
from tests.web.room.visiting import OpenRoom, Visitor, open_room


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged meanwhile; a bug fails the test."""
    with capture_logs() as lines:
        yield lines
    assert [line for line in lines if line["event"] == "bug"] == []


@pytest.fixture
async def room(played: Store, clock: HandClock, logged: list[EventDict]) -> AsyncIterator[OpenRoom]:
    """The room, at nine o'clock on 3 October 2022; the koordinators have undertaken secrecy for a year."""
    async with open_room(played, clock) as room:
        for player in (KNUT, SIRI):
            room.binds(player, clock.now().date() + timedelta(days=365))
        yield room


@pytest.fixture
async def visitor(room: OpenRoom) -> AsyncIterator[Visitor]:
    """Somebody with a browser, who has not come in yet."""
    async with room.visitor() as visitor:
        yield visitor


@pytest.fixture
async def ylva(visitor: Visitor) -> Visitor:
    """The caseworker, inside."""
    return await visitor.come_in(YLVA)


@pytest.fixture
async def knut(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The koordinator, inside, in a browser of his own."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(KNUT)
