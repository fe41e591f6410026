"""HTTP for the fake Telegram: requests are read and answered by hand, since a framework would cost as much as a bot."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import httptools

Json = dict[str, Any]
Answer = Callable[[str, Json], Awaitable[bytes]]
"""Answers a method with its parameters: the result as JSON; may raise Refusal."""
_HEAD = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Refusal(Exception):
    """The call is answered with an error."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.retry_after = retry_after


class Connection(asyncio.Protocol):
    """One kept-alive connection: a request, its answer, the next. `way` is how many seconds each way takes."""

    def __init__(self, answer: Answer, heard: Callable[[str, int], None], way: float) -> None:
        self._ask = answer
        self._heard = heard
        self._way = way
        self._parser = httptools.HttpRequestParser(self)
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        for task in self._tasks:
            task.cancel()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._url, self._kind, self._body = b"", b"", b""

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self._kind = value

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        path, _, query = self._url.partition(b"?")
        method = path.rpartition(b"/")[2].decode().lower()
        self._heard(method, len(query) + len(self._body))
        task = asyncio.get_running_loop().create_task(self._answer(method, _params(query, self._kind, self._body)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, method: str, params: Json) -> None:
        if self._way:
            await asyncio.sleep(self._way)
        try:
            status, body = b"200 OK", b'{"ok":true,"result":' + await self._ask(method, params) + b"}"
        except Refusal as no:
            status, body = b"%d No" % no.code, _refusal(no)
        if self._way:
            await asyncio.sleep(self._way)
        self._transport.write(_HEAD % (status, len(body)) + body)


def _params(query: bytes, kind: bytes, body: bytes) -> Json:
    if kind.startswith(b"application/json"):
        params: Json = json.loads(body)
        return params
    if kind.startswith(b"multipart"):
        return {}  # a picture: nobody plays on with it
    return dict(parse_qsl((query + b"&" + body).decode(), keep_blank_values=True))


def _refusal(no: Refusal) -> bytes:
    content: Json = {"ok": False, "error_code": no.code, "description": str(no)}
    if no.retry_after:
        content["parameters"] = {"retry_after": no.retry_after}
    return json.dumps(content).encode()
