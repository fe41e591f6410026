"""The poller where Telegram and the network fail: it waits and goes on, and ends for a wrong token alone."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import test_utils, web

from bot.demo.cast import MAJ, YLVA
from bot.poller import Poller, TokenRefused
from bot.store import Store
from models import HandledUpdate, Quarantined
from tests.hands import HandClock
from tests.polling import polling, until
from tests.works import rows, works


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
