"""The players' phones on a local Telegram in another process: what they show, and what their owners do."""

import asyncio
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout

from bot.buttons import Button
from bot.callbacks import decode, signing_key
from bot.demo.telegram.api import TOKEN
from tests.faults import events
from tests.faults.ledger import Ledger, Tap

Json = dict[str, Any]
SIGNING_KEY = signing_key(TOKEN)
OK, CREATED = 200, 201


@dataclass(frozen=True)
class Key:
    """A button on a phone: in which message, what stands on it, and what it means."""

    message_id: int
    words: str
    data: str
    button: Button


def keys(message: Json, user: int) -> list[Key]:
    """The bot's buttons under `message`, as they are for `user`."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    presses = [press for row in rows for press in row if "callback_data" in press]
    return [
        Key(message["message_id"], press["text"], press["callback_data"], _meaning(press["callback_data"], user))
        for press in presses
    ]


@cache
def _meaning(data: str, user: int) -> Button:
    return decode(data, SIGNING_KEY, user)


class Phones:
    """Follows all chats through server-sent events; writes down in `ledger` what Telegram accepts."""

    def __init__(self, url: str, ledger: Ledger) -> None:
        self._url = url
        self._ledger = ledger
        self.chats: dict[int, dict[int, Json]] = {}
        self.arrived: dict[int, dict[int, Json]] = {}
        """The bot's messages as they were when they came."""
        self.at_rest = asyncio.Lock()
        """Whoever holds it sees that no player does anything."""
        self._bells: dict[int, asyncio.Event] = {}
        self._up = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._http = ClientSession(timeout=ClientTimeout(total=None, sock_connect=5))
        self._following = asyncio.create_task(events.follow(self._http, self._url, self._take))
        await asyncio.wait_for(self._up.wait(), 10)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)
        await self._http.close()

    async def add(self, user: int, name: str, role: str) -> None:
        """Give somebody a phone; they have written to the bot before."""
        await self._post("/phones", {"id": user, "first_name": name, "role": role, "started": True})

    async def write(self, user: int, text: str) -> int:
        """`user` writes `text`; the message's id."""
        async with self.at_rest:
            message = await self._post(f"/phones/{user}/messages", {"text": text})
            self._ledger.issued += 1
        return int(message["message_id"])

    async def tap(self, user: int, key: Key) -> bool:
        """`user` taps `key`; whether the message was still there."""
        async with self.at_rest:
            given = {"message_id": key.message_id, "data": key.data}
            async with self._http.post(f"{self._url}/phones/{user}/taps", json=given) as answer:
                said = await answer.json()
            if answer.status != OK:
                assert "is not there" in said["error"], said
                self.chat(user).pop(key.message_id, None)
                return False
            self._ledger.issued += 1
            self._ledger.taps.append(Tap(user, key.button))
            return True

    async def pending(self) -> int:
        """How many updates Telegram still has for the bot: not acknowledged."""
        async with self._http.get(f"{self._url}/bot{TOKEN}/getWebhookInfo") as answer:
            return int((await answer.json())["result"]["pending_update_count"])

    def chat(self, user: int) -> dict[int, Json]:
        """What is to be seen in the chat of `user`, oldest first."""
        return self.chats.setdefault(user, {})

    async def changed(self, user: int, seconds: float) -> bool:
        """Wait until something changes in the chat of `user`; False when nothing did for `seconds`."""
        bell = self._bells.setdefault(user, asyncio.Event())
        bell.clear()
        try:
            await asyncio.wait_for(bell.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _post(self, path: str, body: Json) -> Json:
        async with self._http.post(self._url + path, json=body) as answer:
            content: Json = await answer.json()
            assert answer.status in (OK, CREATED), content
            return content

    def _take(self, frame: str) -> None:
        lines = dict(line.split(": ", 1) for line in frame.splitlines() if not line.startswith(":"))
        if "data" not in lines:
            return
        data = json.loads(lines["data"])
        if lines["event"] == "state":
            self._take_state(data)
        elif lines["event"] in ("message", "edited"):
            self._show(int(data["chat_id"]), data["message"])
        elif lines["event"] == "deleted":
            for number in data["message_ids"]:
                self.chat(data["chat_id"]).pop(number, None)

    def _take_state(self, data: Json) -> None:
        for phone in data["phones"]:
            self.chats[phone["user"]["id"]] = {}
            for message in phone["messages"]:
                self._show(phone["user"]["id"], message)
        self._up.set()

    def _show(self, user: int, message: Json) -> None:
        number = message["message_id"]
        self.chat(user)[number] = message
        if message["from"]["is_bot"]:
            self.arrived.setdefault(user, {}).setdefault(number, message)
        if bell := self._bells.get(user):
            bell.set()
