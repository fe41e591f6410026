"""The room with a ledger of who was erased, and those who record, decide and keep inside."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.sealed.ledger import Ledger
from bot.store import Store
from tests.hands import HandClock
from tests.web.inside import ada, maj, olle, ylva
from tests.web.room.conftest import logged
from tests.web.room.visiting import OpenRoom, open_room

__all__ = ["ada", "logged", "maj", "olle", "room", "ylva"]


@pytest.fixture
async def room(played: Store, clock: HandClock, logged: list[EventDict], tmp_path: Path) -> AsyncIterator[OpenRoom]:
    """The room, at nine o'clock on 3 October 2022; its ledger lies in `tmp_path`."""
    async with open_room(played, clock, Ledger(tmp_path / "erased.log")) as room:
        yield room
