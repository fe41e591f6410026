"""A crowd on the local Telegram: members at their usual pace, a thousand strangers, and one very quick finger."""

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from bot.demo.telegram.api import TOKEN
from tests.faults import events

STRANGERS = range(50_000, 51_000)
LINES = ("/start", "/hjalp", "hej", "kan du hjälpa mig?", "/start i_nonsens", "…")
OPEN_AT_ONCE = 20
"""How many requests of each kind of people are under way; more would only wait in this process."""
KEPT_SECONDS = 2.0
"""A connection is let go before the server does so, who would cut off a request."""
Json = dict[str, Any]


class Crowd:
    """Everybody who writes, and what they wait for. `members` are Telegram ids."""

    def __init__(self, url: str, members: Sequence[int], flooder: int, chance: random.Random) -> None:
        self._url = url
        self._members = members
        self._flooder = flooder
        self._chance = chance
        self._waiting: dict[int, deque[list[float]]] = {member: deque() for member in members}
        self._button: tuple[int, str] | None = None
        self.issued = 0
        """Updates that Telegram took from us."""
        self.latencies: list[float] = []
        """Seconds from a member's message to the bot's answer, as Telegram sees both."""

    async def __aenter__(self) -> Self:
        kept = TCPConnector(limit=0, keepalive_timeout=KEPT_SECONDS)
        self._http = ClientSession(timeout=ClientTimeout(total=None, sock_connect=5), connector=kept)
        for person in (*self._members, self._flooder, *STRANGERS):
            await self._post("/phones", {"id": person, "first_name": f"P{person}", "started": True})
        self._following = asyncio.create_task(events.follow(self._http, self._url, self._take))
        await self._write(self._flooder, "/meny")
        async with asyncio.timeout(20):
            while self._button is None:  # noqa: ASYNC110 - what the other side does
                await asyncio.sleep(0.02)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)
        await self._http.close()

    async def play(self, seconds: float, members: float, strangers: float, taps: float) -> int:
        """Let them write for `seconds`, so many a second of each; how many updates that made."""
        before = self.issued
        await asyncio.gather(
            self._at_pace(seconds, members, self._member_writes),
            self._at_pace(seconds, strangers, self._stranger_writes),
            self._at_pace(seconds, taps, self._flooder_taps),
        )
        return self.issued - before

    async def at_rest(self, seconds: float) -> None:
        """Wait, at most for `seconds`, until Telegram has nothing left for the bot and nobody waits for an answer."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (await self._pending() or any(self._waiting.values())):  # noqa: ASYNC110
            await asyncio.sleep(0.1)

    def unanswered(self) -> int:
        """How many of the members' messages have had no answer."""
        return sum(map(len, self._waiting.values()))

    async def _at_pace(self, seconds: float, pace: float, act: Callable[[], Awaitable[None]]) -> None:
        begun, tasks, slots = time.monotonic(), set(), asyncio.Semaphore(OPEN_AT_ONCE)
        for number in range(int(seconds * pace)):
            await asyncio.sleep(max(0.0, begun + number / pace - time.monotonic()))
            if time.monotonic() > begun + seconds:
                break  # this machine is too slow for the pace: the next phase must not begin late
            await slots.acquire()
            task = asyncio.ensure_future(act())
            tasks.add(task)
            task.add_done_callback(lambda _: slots.release())
        await asyncio.gather(*tasks)

    async def _member_writes(self) -> None:
        member = self._chance.choice(self._members)
        begun = [time.monotonic()]
        self._waiting[member].append(begun)
        await self._write(member, "/meny")
        begun[0] = time.monotonic()  # Telegram has it now; before that the bot can do nothing

    async def _stranger_writes(self) -> None:
        stranger = self._chance.choice(STRANGERS)
        if self._chance.random() < 0.2:
            await self._tap(stranger, 1, "mm.AAAAAAAAAAAA")
        else:
            await self._write(stranger, self._chance.choice(LINES))

    async def _flooder_taps(self) -> None:
        assert self._button
        await self._tap(self._flooder, *self._button)

    async def _write(self, person: int, words: str) -> None:
        self.issued += 1
        await self._post(f"/phones/{person}/messages", {"text": words})

    async def _tap(self, person: int, message_id: int, data: str) -> None:
        who = {"id": person, "is_bot": False, "first_name": "P", "language_code": "sv"}
        chat = {"id": person, "type": "private", "first_name": "P"}
        below = {"message_id": message_id, "date": int(time.time()), "chat": chat, "text": "…"}
        self.issued += 1
        query = {"id": str(self.issued), "from": who, "message": below, "chat_instance": "1", "data": data}
        await self._post("/updates", {"callback_query": query})

    async def _post(self, path: str, body: Json) -> None:
        async with self._http.post(self._url + path, json=body) as answer:
            assert answer.status in (200, 201), await answer.text()

    async def _pending(self) -> int:
        async with self._http.get(f"{self._url}/bot{TOKEN}/getWebhookInfo") as answer:
            return int((await answer.json())["result"]["pending_update_count"])

    def _take(self, frame: str) -> None:
        if not frame.startswith("event: message\n"):
            return
        data = json.loads(frame.partition("data: ")[2])
        chat, message = int(data["chat_id"]), data["message"]
        if not message["from"]["is_bot"]:
            return
        if waiting := self._waiting.get(chat):
            self.latencies.append(time.monotonic() - waiting.popleft()[0])
        elif chat == self._flooder and self._button is None:
            key = message["reply_markup"]["inline_keyboard"][0][0]
            self._button = message["message_id"], key["callback_data"]
