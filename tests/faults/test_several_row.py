"""The proxy turns to the next upstream where it may and nowhere else; waits are counted until they end."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus

from aiohttp import ClientSession

from bot.web.webhook import PATH
from tests.faults.ledger import Ledger
from tests.faults.proxy import Proxy
from tests.faults.rows.several_waits import Waits


@contextlib.asynccontextmanager
async def upstream(ready: bytes, answer: Callable[[], bytes]) -> AsyncIterator[int]:
    """A server of bytes on a port: says `ready` to /readyz, else `answer()`, and breaks the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        writer.write(ready if b"/readyz" in asked else answer())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def said(status: int, body: str = "", length: int | None = None) -> bytes:
    """An answer, which may promise more than it holds."""
    promised = len(body) if length is None else length
    return f"HTTP/1.1 {status} X\r\nContent-Length: {promised}\r\nConnection: close\r\n\r\n{body}".encode()


def noted(asked: list[bytes], answer: bytes) -> bytes:
    """Note that somebody asked, and answer."""
    asked.append(answer)
    return answer


async def post(proxy: Proxy) -> tuple[int, str]:
    """The status and the body of an answer to an update."""
    async with ClientSession() as session, session.post(f"{proxy.url}{PATH}", data=b"{}") as answer:
        return answer.status, await answer.text()


async def test_a_request_goes_to_the_next_upstream_where_the_first_refuses_or_says_nothing() -> None:
    asked: list[bytes] = []
    async with (
        upstream(said(200), lambda: noted(asked, b"")) as silent,
        upstream(said(200), lambda: said(200, "here")) as good,
        Proxy([silent, good, _closed()]) as proxy,
    ):
        for _ in range(4):
            assert await post(proxy) == (HTTPStatus.OK, "here")
        assert proxy.turned >= len(asked) > 0
        assert proxy.refused(PATH) == 0


async def test_nobody_else_is_asked_once_an_answer_has_begun() -> None:
    asked: list[bytes] = []
    async with (
        upstream(said(200), lambda: said(200, "half", length=100)) as broken,
        upstream(said(503), lambda: noted(asked, said(200))) as other,
        Proxy([broken, other]) as proxy,
    ):
        await _until(lambda: proxy.is_ready(broken))
        assert (await post(proxy))[0] == HTTPStatus.BAD_GATEWAY
        assert not asked
        assert proxy.refused(PATH) == 1


async def test_what_an_upstream_refuses_is_passed_on_and_counted() -> None:
    async with upstream(said(200), lambda: said(503, "later")) as busy, Proxy([busy]) as proxy:
        assert await post(proxy) == (HTTPStatus.SERVICE_UNAVAILABLE, "later")
        assert proxy.refused(PATH) == 1


async def test_who_is_not_ready_is_asked_last() -> None:
    async with (
        upstream(said(503), lambda: said(200, "leaving")) as leaving,
        upstream(said(200), lambda: said(200, "ready")) as ready,
        Proxy([leaving, ready]) as proxy,
    ):
        await _until(lambda: proxy.is_ready(ready))
        assert {(await post(proxy))[1] for _ in range(4)} == {"ready"}
        assert not proxy.is_ready(leaving)


async def test_a_wait_ends_when_the_bot_says_something_and_not_before() -> None:
    waits = Waits("http://127.0.0.1:1", Ledger())
    waits.waiting[4001] = time.monotonic() - 3
    waits._take('event: message\ndata: {"chat_id": 4001, "message": {"message_id": 1, "from": {"is_bot": false}}}')
    assert waits.waiting
    waits._take('event: answered\ndata: {"chat_id": 4001, "query_id": "1"}')
    assert not waits.waiting
    assert 3 <= waits.longest < 4


async def _until(happens: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happens():  # noqa: ASYNC110 - what the proxy sees has no bell
            await asyncio.sleep(0.02)


def _closed() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
