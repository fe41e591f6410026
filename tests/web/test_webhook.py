"""The webhook: acknowledged when it is committed, 503 when it cannot be, and closed to strangers."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import structlog

from bot.demo.cast import CAST, KNUT, YLVA
from bot.serving import Server
from bot.store import Store
from bot.web.webhook import HEADER, LARGEST_BODY, web_app, webhook
from models import HandledUpdate, Member, Quarantined
from tests.hands import HandClock
from tests.works import CANARY, ON_SQLITE, Works, rows, works

SECRET = "a-secret-of-the-webhook-0123456789"
KNOWN = {HEADER: SECRET}


@asynccontextmanager
async def caller(it: Works) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever calls the webhook."""
    transport = httpx.ASGITransport(web_app(webhook(it.app.desk, SECRET)))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
        yield client


@asynccontextmanager
async def served(it: Works) -> AsyncIterator[None]:
    """The webhook listens, and Telegram knows where."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(web_app(webhook(it.app.desk, SECRET)))
    serving = asyncio.create_task(server.listen("127.0.0.1", port))
    await it.app.bot.set_webhook(f"http://127.0.0.1:{port}/telegram", secret_token=SECRET)
    try:
        yield
    finally:
        await it.app.bot.delete_webhook()
        server.should_exit = True
        await serving


async def settled(it: Works) -> None:
    """Wait until Telegram has nothing left to bring."""
    async with asyncio.timeout(10):
        while len(it.world.updates):  # noqa: ASYNC110 - the world has no event for it
            await asyncio.sleep(0.01)
    await it.app.desk.drain()


async def test_updates_that_telegram_brings_take_effect_and_are_answered(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it, served(it):
        for player in CAST * 5:
            it.world.send_text(player.telegram_id, "/meny")
        await settled(it)
        assert {len(it.heard(player)) for player in CAST} == {5}
    assert len(rows(played, HandledUpdate)) == 30


async def test_it_is_acknowledged_before_it_is_answered(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it, caller(it) as client:
        it.world.send_text(YLVA.telegram_id, "/meny")
        [raw] = it.waiting()
        answer = await client.post("/telegram", json=raw, headers=KNOWN)
        assert (answer.status_code, answer.content) == (200, b"")
        assert len(rows(played, HandledUpdate)) == 1
        await it.app.desk.drain()


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: SECRET.upper()}, {HEADER: "å"}],
)
async def test_without_the_secret_nobody_is_let_in(
    played: Store, database_url: str, clock: HandClock, headers: dict[str, str]
) -> None:
    async with works(database_url, clock) as it, caller(it) as client:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        answer = await client.post("/telegram", content=b"{}", headers=raw)
        assert (answer.status_code, answer.content) == (403, b"")
    assert not rows(played, Quarantined)


async def test_a_body_larger_than_any_update_is_not_read_to_its_end(
    played: Store, database_url: str, clock: HandClock
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50:
            sent += 1
            yield b"x" * (LARGEST_BODY // 10)

    async with works(database_url, clock) as it, caller(it) as client:
        answer = await client.post("/telegram", content=endless(), headers=KNOWN)
        assert answer.status_code == 413
    assert sent < 50
    assert not rows(played, Quarantined)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"update_id":' + b"9" * 5_000 + b"}"]
)
async def test_what_is_no_update_is_acknowledged_and_kept_as_a_shape(
    played: Store, database_url: str, clock: HandClock, body: bytes
) -> None:
    async with works(database_url, clock) as it, caller(it) as client:
        answer = await client.post("/telegram", content=body, headers=KNOWN)
        assert answer.status_code == 200
    [kept] = rows(played, Quarantined)
    assert kept.update_id is None


async def test_a_body_as_deep_as_a_parser_can_go_is_let_go(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it, caller(it) as client:
        for depth in range(700, 1_000, 7):
            body = b'{"update_id":%d,"message":' % depth + b"[" * depth + b"]" * depth + b"}"
            answer = await client.post("/telegram", content=body, headers=KNOWN)
            assert answer.status_code == 200


async def test_other_ways_in_are_closed(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it, caller(it) as client:
        assert (await client.get("/telegram", headers=KNOWN)).status_code == 405
        assert (await client.post("/", headers=KNOWN)).status_code == 404


def fill(it: Works, *, room: int) -> None:
    """Let the disk take `room` more pages."""
    with it.app.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + room}")


@ON_SQLITE
async def test_a_full_disk_is_a_503_and_what_is_brought_again_takes_effect_once(
    played: Store, database_url: str, clock: HandClock
) -> None:
    """Telegram brings it again until there is room, and nobody taps twice."""
    async with works(database_url, clock) as it, served(it):
        fill(it, room=0)
        for player in CAST * 40:
            it.world.send_text(player.telegram_id, "/meny")
        hook = it.world.webhook
        assert hook
        async with asyncio.timeout(20):
            while not hook.last_error:  # noqa: ASYNC110 - the world has no event for it
                await asyncio.sleep(0.01)
        assert hook.last_error.startswith("Wrong response from the webhook: 503")
        assert len(it.world.updates)
        fill(it, room=1_000_000)
        await settled(it)
        assert {len(it.heard(player)) for player in CAST} == {40}
    assert len(rows(played, HandledUpdate)) == 240


@ON_SQLITE
async def test_a_database_that_does_not_answer_is_a_503_with_a_time_to_come_again(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it, caller(it) as client:
        it.world.send_text(KNUT.telegram_id, CANARY)
        [raw] = it.waiting()
        with it.app.store.engine.connect() as connection:
            connection.exec_driver_sql("ALTER TABLE handledupdate RENAME TO elsewhere")
            connection.commit()
        with structlog.testing.capture_logs() as logged:
            answer = await client.post("/telegram", content=json.dumps(raw), headers=KNOWN)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert CANARY not in repr(logged)
        with it.app.store.engine.connect() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO handledupdate")
            connection.commit()
        answer = await client.post("/telegram", content=json.dumps(raw), headers=KNOWN)
        assert answer.status_code == 200
    assert len(rows(played, Member)) == 6
