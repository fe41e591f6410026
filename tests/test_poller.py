"""The poller: what is acknowledged is committed, and whatever Telegram or the database does, it goes on."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import event

from bot.demo.cast import CAST, MAJ, YLVA
from bot.poller import Poller, TokenRefused
from bot.store import Store
from models import HandledUpdate, Quarantined
from tests.hands import HandClock
from tests.works import ON_SQLITE, Works, rows, works

PATIENCE_SECONDS = 10.0


@asynccontextmanager
async def polling(it: Works) -> AsyncIterator[None]:
    """The poller runs, and is stopped at the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(it.app.poller.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running
        await it.app.desk.drain()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for `holds()`."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        await asyncio.sleep(0.01)


async def test_what_waited_is_served_and_acknowledged(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        for player in CAST * 30:
            it.world.send_text(player.telegram_id, "/meny")
        async with polling(it):
            await until(lambda: not len(it.world.updates))
        assert {len(it.heard(player)) for player in CAST} == {30}
    assert len(rows(played, HandledUpdate)) == 180


@ON_SQLITE
async def test_while_the_database_is_locked_nothing_is_acknowledged_and_then_all_is_served_once(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        engine = it.app.store.engine
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
        engine.dispose()
        other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for player in CAST:
            it.world.send_text(player.telegram_id, "/meny")
        async with polling(it):
            await asyncio.sleep(0.6)
            assert len(it.world.updates) == len(CAST)
            assert not it.heard(MAJ)
            other.execute("ROLLBACK")
            await until(lambda: not len(it.world.updates))
        assert {len(it.heard(player)) for player in CAST} == {1}
        other.close()


async def test_the_offset_moves_when_the_batch_is_committed_and_not_before(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.send_text(YLVA.telegram_id, "/meny")
        poller = it.app.poller
        updates = await poller._fetch()
        assert updates
        assert await poller._fetch() == updates  # asked again: still there
        await poller._handle(updates)
        assert len(rows(played, HandledUpdate)) == 1
        await poller._acknowledge()
        assert not len(it.world.updates)


@pytest.mark.parametrize("kind", ["server_error", "bad_gateway", "drop_before", "drop_after", "too_many_requests"])
async def test_it_goes_on_after_what_telegram_and_the_network_do(
    played: Store, database_url: str, clock: HandClock, kind: str
) -> None:
    async with works(database_url, clock) as it:
        it.faults.add(kind, "getUpdates", times=2)
        it.world.send_text(YLVA.telegram_id, "/meny")
        async with polling(it):
            await until(lambda: len(it.heard(YLVA)) == 1)
        assert not len(it.world.updates)
    assert len(rows(played, HandledUpdate)) == 1


async def test_duplicates_take_effect_once(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("duplicate", "getUpdates", times=5)
        it.world.send_text(YLVA.telegram_id, "/hanvisa B2 trädgård")
        async with polling(it):
            await until(lambda: not it.faults.waiting())
            await until(lambda: not len(it.world.updates))
    assert len(rows(played, HandledUpdate)) == 1


async def test_another_poller_or_a_webhook_makes_it_wait_and_not_end(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.app.bot.set_webhook("http://127.0.0.1:9/telegram")
        it.world.send_text(YLVA.telegram_id, "/meny")
        async with polling(it):
            await asyncio.sleep(0.3)
            assert not it.heard(YLVA)
            await it.app.bot.delete_webhook()
            await until(lambda: len(it.heard(YLVA)) == 1)


async def test_a_token_that_telegram_does_not_know_ends_it(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        url = f"{it.telegram.url}/bot100000001:a-token-that-nobody-has-ever-given-out-00"
        poller = Poller(it.app.http, url, it.app.desk)
        with pytest.raises(TokenRefused) as refused:
            await poller.run(asyncio.Event())
        assert "100000001" not in str(refused.value)


async def test_it_stops_at_once_in_the_middle_of_a_long_poll(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        stop = asyncio.Event()
        running = asyncio.create_task(it.app.poller.run(stop))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        stop.set()
        await running
        assert time.monotonic() - began < 0.2


async def test_an_update_without_a_number_does_not_make_it_spin(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.push_raw({"update_id": "x", "message": 1})
        async with polling(it):
            await asyncio.sleep(1)
            assert 0 < len(rows(played, Quarantined)) < 5
            it.world.send_text(YLVA.telegram_id, "/meny")
            await until(lambda: len(it.heard(YLVA)) == 1)
        assert not len(it.world.updates)


async def test_an_answer_that_is_none_of_telegram_s_is_waited_out(
    played: Store, database_url: str, clock: HandClock
) -> None:
    """A hotel's login page, say: 200 and HTML."""

    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")
        await writer.drain()
        writer.close()

    async with works(database_url, clock) as it:
        server = await asyncio.start_server(page, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        stop = asyncio.Event()
        poller = Poller(it.app.http, f"http://127.0.0.1:{port}", it.app.desk)
        running = asyncio.create_task(poller.run(stop))
        await asyncio.sleep(0.3)
        assert not running.done()
        stop.set()
        await running
        server.close()
