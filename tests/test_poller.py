"""The poller: what is acknowledged is committed, and whatever Telegram or the database does, it goes on."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import test_utils, web
from sqlalchemy import event

from bot.demo.cast import CAST, KNUT, MAJ, YLVA
from bot.poller import Poller, TokenRefused
from bot.store import Store
from models import HandledUpdate, Quarantined
from tests.hands import HandClock
from tests.works import ON_SQLITE, Works, rows, works

PATIENCE_SECONDS = 30.0


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


@pytest.mark.parametrize(
    "kind",
    [
        *("server_error", "bad_gateway", "drop_before", "drop_after", "too_many_requests", "another_poller"),
        *("webhook_set", "html", "half_json", "reset_in_body"),
    ],
)
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


async def test_one_update_that_makes_a_batch_unreadable_is_set_apart_and_the_others_are_served(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        for who in (YLVA, MAJ, KNUT):
            it.world.send_text(who.telegram_id, "/meny")
        it.world.updates.spoil(2)
        async with polling(it):
            await until(lambda: not len(it.world.updates))
        assert [len(it.heard(who)) for who in (YLVA, MAJ, KNUT)] == [1, 0, 1]
        [apart] = rows(played, Quarantined)
    assert (apart.update_id, apart.error) == (2, "ValueError")
    assert {row.update_id for row in rows(played, HandledUpdate)} == {1, 2, 3}


async def test_half_an_answer_again_and_again_loses_no_update(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("half_json", "getUpdates", times=4)
        for who in (YLVA, MAJ):
            it.world.send_text(who.telegram_id, "/meny")
        async with polling(it):
            await until(lambda: not len(it.world.updates))
        assert [len(it.heard(who)) for who in (YLVA, MAJ)] == [1, 1]
        assert not rows(played, Quarantined)


async def test_telegram_is_left_alone_for_as_long_as_it_asks(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("too_many_requests", "getUpdates", times=100, seconds=2)
        async with polling(it):
            await asyncio.sleep(1.5)
            assert it.faults.waiting()[0].left == 99
            it.faults.clear()
            it.world.send_text(YLVA.telegram_id, "/meny")
            await until(lambda: len(it.heard(YLVA)) == 1)


async def test_a_poll_that_nobody_answers_is_given_up_and_asked_again(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.poller.WAIT_SECONDS", 0)
    monkeypatch.setattr("bot.poller.MARGIN_SECONDS", 0.2)
    monkeypatch.setattr("bot.poller.PROBE_SECONDS", 0.2)
    async with works(database_url, clock) as it:
        it.faults.be_away("silent", clock.now() + timedelta(minutes=1))
        it.world.send_text(YLVA.telegram_id, "/meny")
        async with polling(it):
            await asyncio.sleep(0.6)
            clock.forward(minutes=2)
            await until(lambda: len(it.heard(YLVA)) == 1)


async def test_a_result_that_is_no_list_is_none_of_telegram_s(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        results = iter([b'{"ok":true,"result":"abc"}', b'{"ok":true,"result":{"a":1}}', b'{"ok":true}'])

        async def answer(_request: web.Request) -> web.Response:
            return web.Response(body=next(results), content_type="application/json")

        page = web.Application()
        page.router.add_post("/getUpdates", answer)
        server = test_utils.TestServer(page)
        await server.start_server()
        poller = Poller(it.app.http, str(server.make_url("")).rstrip("/"), it.app.desk)
        assert [await poller._fetch() for _ in range(3)] == [None] * 3
        await server.close()
    assert not rows(played, Quarantined)


async def test_a_stranger_s_401_does_not_end_it(played: Store, database_url: str, clock: HandClock) -> None:
    """A guest network asks whoever comes to sign in."""
    async with works(database_url, clock) as it:

        async def sign_in(_request: web.Request) -> web.Response:
            return web.Response(status=401, text="<html>")

        page = web.Application()
        page.router.add_post("/getUpdates", sign_in)
        server = test_utils.TestServer(page)
        await server.start_server()
        poller = Poller(it.app.http, str(server.make_url("")).rstrip("/"), it.app.desk)
        assert await poller._fetch() is None
        await server.close()


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


async def test_a_number_that_telegram_would_not_give_moves_nothing_and_the_next_is_served(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.push_raw({"update_id": 2**70, "message": 1})
        it.world.send_text(YLVA.telegram_id, "/meny")
        async with polling(it):
            await until(lambda: len(it.heard(YLVA)) == 1)
        assert not len(it.world.updates)


async def test_after_a_silent_week_a_lower_number_is_served_too(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.poller.WAIT_SECONDS", 0)
    async with works(database_url, clock) as it:
        it.world.send_text(YLVA.telegram_id, "/meny")
        first = json.loads(it.world.updates.live()[0].body)
        it.world.push_raw({"update_id": 1_000_000, "message": 1})
        async with polling(it):
            await until(lambda: len(it.heard(YLVA)) == 1 and not len(it.world.updates))
            await asyncio.sleep(0.3)
            it.world.push_raw({**first, "update_id": 500_000})
            await until(lambda: len(it.heard(YLVA)) == 2)


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
