"""A minimal, fast Bot API server: it serves every contestant alike and must never be what is measured.

The local Telegram of `bot/demo` is strict and keeps chats; that costs as much as a bot does. This one checks nothing,
keeps nothing but the updates that wait, and tells whoever plays what the bot said.
"""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import httptools

HOST = "127.0.0.1"
TOKEN = "100000001:BENCH-token-for-a-local-telegram-0000"
BOT = {"id": 100000001, "is_bot": True, "first_name": "Handslag", "username": "handslag_bench_bot"}
Json = dict[str, Any]
_TRUE = b"true"
_HEAD = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@dataclass(frozen=True)
class Shown:
    """A message as it stands on a phone now: sent, or edited."""

    chat_id: int
    message_id: int
    text: str
    keys: dict[str, str]
    """What stands on each button, and its data."""
    is_new: bool


class Refusal(Exception):
    """The call is answered with an error."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.retry_after = retry_after


class FakeTelegram:
    """The Bot API for one bot, for as long as the `async with` lasts. `url` is known once it is entered."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: Counter[str] = Counter()
        self.on_shown: Callable[[Shown], None] = lambda _shown: None
        self.on_tap_answered: Callable[[str], None] = lambda _query: None
        self.before_send: Callable[[int], None] = lambda _chat: None
        """May raise Refusal."""
        self.polled = asyncio.Event()
        """Set by the first getUpdates."""
        self._updates: deque[tuple[int, bytes]] = deque()
        self._last_update = 0
        self._last_message = 0
        self._poller: asyncio.Future[None] | None = None

    async def __aenter__(self) -> "FakeTelegram":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), HOST, 0, backlog=1024)
        self.url = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def waiting(self) -> int:
        """How many updates are not acknowledged."""
        return len(self._updates)

    def forget(self) -> None:
        """Let the next bot begin anew."""
        self._updates.clear()
        self.polled = asyncio.Event()
        self.calls.clear()

    def write(self, user: int, text: str) -> None:
        """`user` writes `text` to the bot."""
        self._last_message += 1
        message: Json = {
            "message_id": self._last_message,
            "from": _person(user),
            "chat": _chat(user),
            "date": 1_700_000_000,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        self._put("message", message)

    def tap(self, user: int, shown: Shown, data: str) -> str:
        """`user` taps the button with `data` under `shown`; the query's id."""
        query_id = str(self._last_update + 1)
        message = self._message(user, shown.message_id, shown.text)
        query = {"id": query_id, "from": _person(user), "message": message, "chat_instance": "1", "data": data}
        self._put("callback_query", query)
        return query_id

    def _put(self, kind: str, content: Json) -> None:
        self._last_update += 1
        body = json.dumps({"update_id": self._last_update, kind: content}, separators=(",", ":")).encode()
        self._updates.append((self._last_update, body))
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def _message(self, chat_id: int, number: int, text: str) -> Json:
        return {"message_id": number, "from": BOT, "chat": _chat(chat_id), "date": 1_700_000_000, "text": text}

    async def answer(self, method: str, params: Json) -> bytes:
        """The result of a call, as JSON.

        Raises:
            Refusal: it is refused.
        """
        self.calls[method] += 1
        if method == "getupdates":
            return await self._get_updates(params)
        if method in ("sendmessage", "editmessagetext"):
            return self._show(params, is_new=method == "sendmessage")
        if method == "answercallbackquery":
            self.on_tap_answered(str(params["callback_query_id"]))
        return json.dumps(BOT).encode() if method == "getme" else _TRUE

    async def _get_updates(self, params: Json) -> bytes:
        self.polled.set()
        offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if not self._updates and (seconds := float(params.get("timeout") or 0)):
            self._poller = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._poller], timeout=seconds)
        bodies = [body for _, body in list(self._updates)[:limit]]
        return b"[" + b",".join(bodies) + b"]"

    def _show(self, params: Json, *, is_new: bool) -> bytes:
        chat_id, text = int(params["chat_id"]), str(params["text"])
        if is_new:
            self.before_send(chat_id)
            self._last_message += 1
        number = self._last_message if is_new else int(params["message_id"])
        self.on_shown(Shown(chat_id, number, text, _keys(params.get("reply_markup")), is_new))
        return json.dumps(self._message(chat_id, number, text)).encode()


class _Connection(asyncio.Protocol):
    """One kept-alive connection: a request, its answer, the next."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
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
        params = _params(query, self._kind, self._body)
        task = asyncio.get_running_loop().create_task(self._answer(method, params))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, method: str, params: Json) -> None:
        try:
            status, body = b"200 OK", b'{"ok":true,"result":' + await self._telegram.answer(method, params) + b"}"
        except Refusal as no:
            status, body = b"%d No" % no.code, _refusal(no)
        self._transport.write(_HEAD % (status, len(body)) + body)


def _params(query: bytes, kind: bytes, body: bytes) -> Json:
    if kind.startswith(b"application/json"):
        params: Json = json.loads(body)
        return params
    assert not kind.startswith(b"multipart"), "no bench sends files"
    return dict(parse_qsl((query + b"&" + body).decode(), keep_blank_values=True))


def _refusal(no: Refusal) -> bytes:
    content: Json = {"ok": False, "error_code": no.code, "description": str(no)}
    if no.retry_after:
        content["parameters"] = {"retry_after": no.retry_after}
    return json.dumps(content).encode()


def _keys(markup: Any) -> dict[str, str]:
    if not markup:
        return {}
    rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    return {key["text"]: key["callback_data"] for row in rows for key in row if "callback_data" in key}


def _person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": f"Person {user}", "language_code": "sv"}


def _chat(user: int) -> Json:
    return {"id": user, "type": "private", "first_name": f"Person {user}"}
