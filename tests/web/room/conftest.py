"""A room that is open, and visitors to it."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.demo.cast import KNUT, SIRI, YLVA, set_the_stage
from bot.store import Store, open_engine
from tests.conftest import MORNING
from tests.hands import HandClock
from tests.web.room.visiting import OpenRoom, Visitor, open_room


@pytest.fixture(scope="session")
def staged(sqlite_template: Path) -> bytes:
    """An SQLite file with the demo's facts and cast in it."""
    path = Path(mkdtemp(prefix="handslag-room-")) / "staged.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = Store(open_engine(f"sqlite:///{path}"), HandClock(MORNING))
    store.run_now(lambda session: set_the_stage(session, MORNING))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    store.close()
    return path.read_bytes()


@pytest.fixture
def played(store: Store, now: datetime, request: pytest.FixtureRequest) -> Store:
    """The store with the demo's facts and cast in it; the file is copied, since setting the stage takes a while."""
    if store.on_sqlite:
        assert store.engine.url.database
        Path(store.engine.url.database).write_bytes(request.getfixturevalue("staged"))
    else:
        store.run_now(lambda session: set_the_stage(session, now))
    return store


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
