"""A minimal, fast Bot API server: it serves every contestant alike and must never be what is measured.

The local Telegram of `bot/demo` is strict and keeps chats; that costs as much as a bot does. This one checks nothing,
keeps nothing but the updates that wait, and tells whoever plays what the bot said.
"""

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.wire import Connection, Json

HOST = "127.0.0.1"
TOKEN = "100000001:BENCH-token-for-a-local-telegram-0000"
BOT = {"id": 100000001, "is_bot": True, "first_name": "Handslag", "username": "handslag_bench_bot"}
_TRUE = b"true"


@dataclass(frozen=True)
class Shown:
    """A message as it stands on a phone now: sent, or edited."""

    chat_id: int
    message_id: int
    text: str
    keys: dict[str, str]
    """What stands on each button, and its data."""
    is_new: bool


class FakeTelegram:
    """The Bot API for one bot, for as long as the `async with` lasts. `url` is known once it is entered.

    Args:
        round_trip: how many seconds a request and its answer are on their way, half of them each.
    """

    def __init__(self, round_trip: float = 0.0) -> None:
        self.url = ""
        self._way = round_trip / 2
        self.calls: Counter[str] = Counter()
        self.bytes_in: Counter[str] = Counter()
        """By method, how many bytes of parameters came."""
        self.bring: Callable[[bytes], None] | None = None
        """Takes updates to a webhook; without one they wait to be fetched."""
        self.on_shown: Callable[[Shown], None] = lambda _shown: None
        self.on_tap_answered: Callable[[str], None] = lambda _query: None
        self.before_send: Callable[[int], None] = lambda _chat: None
        """May raise Refusal."""
        self.polled = asyncio.Event()
        """Set by the first getUpdates."""
        self.now: Callable[[], float] = time.time
        """A message's date: buttons below an old one are answered otherwise."""
        self._updates: deque[tuple[int, bytes]] = deque()
        self._last_update = 0
        self._last_message = 0
        self._poller: asyncio.Future[None] | None = None

    async def __aenter__(self) -> "FakeTelegram":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(self.answer, self._hear, self._way), HOST, 0, backlog=1024
        )
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
        self.bytes_in.clear()

    def write(self, user: int, text: str) -> None:
        """`user` writes `text` to the bot."""
        self._last_message += 1
        message: Json = {
            "message_id": self._last_message,
            "from": _person(user),
            "chat": _chat(user),
            "date": int(self.now()),
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
        if self.bring:
            self.bring(body)
            return
        self._updates.append((self._last_update, body))
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def _message(self, chat_id: int, number: int, text: str) -> Json:
        return {"message_id": number, "from": BOT, "chat": _chat(chat_id), "date": int(self.now()), "text": text}

    def _hear(self, method: str, size: int) -> None:
        self.calls[method] += 1
        self.bytes_in[method] += size

    async def answer(self, method: str, params: Json) -> bytes:
        """The result of a call, as JSON.

        Raises:
            Refusal: it is refused.
        """
        if method == "getupdates":
            return await self._get_updates(params)
        if method in ("sendmessage", "editmessagetext"):
            return self._show(params, is_new=method == "sendmessage")
        if method == "sendphoto":
            self._last_message += 1
            return json.dumps(self._message(0, self._last_message, "")).encode()
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


def _keys(markup: Any) -> dict[str, str]:
    if not markup:
        return {}
    rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    return {key["text"]: key["callback_data"] for row in rows for key in row if "callback_data" in key}


def _person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": f"Person {user}", "language_code": "sv"}


def _chat(user: int) -> Json:
    return {"id": user, "type": "private", "first_name": f"Person {user}"}
