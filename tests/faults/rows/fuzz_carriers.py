"""Two ways that updates come to a bot: posted to its webhook by many at once, or polled from Telegram's queue."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any, Protocol

from bot.demo.telegram.state import Json
from bot.demo.telegram.updates import LARGEST_ID
from bot.telegram_http import result_of
from tests.faults.rows.fuzz_stage import OK, Stage
from tests.faults.rows.fuzz_watch import Watch

PROBE_EVERY = 100
CONNECTIONS = 32
WAITING_AT_MOST = 200
LOOK_SECONDS = 0.01
GOOD_FROM = 3_000_000_000
FOUND_UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)
"""What the poller takes as no answer of Telegram's (`bot.poller`)."""


class Carrier(Protocol):
    """Brings broken updates to the bot, a good one among each hundred."""

    refused: Counter[str]
    """Answers that were not as they must be."""
    watch: Watch

    async def carry(self, updates: Iterator[bytes]) -> None:
        """Bring all `updates`, and return when the last has been taken."""
        ...


class ByWebhook:
    """Posts them, `CONNECTIONS` at once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._numbers = count(GOOD_FROM)
        self.refused: Counter[str] = Counter()
        self.watch = Watch(stage, self._good)

    async def carry(self, updates: Iterator[bytes]) -> None:
        """Post all `updates`."""
        numbered = enumerate(updates)
        await asyncio.gather(*(self._post(numbered) for _ in range(CONNECTIONS)))

    async def _post(self, numbered: Iterator[tuple[int, bytes]]) -> None:
        for number, body in numbered:
            status = await self._stage.post(body)
            if status not in OK:
                self.refused[f"{status}"] += 1
            if number % PROBE_EVERY == 0:
                await self.watch.probe()

    async def _good(self, message: Json) -> None:
        update = {"update_id": next(self._numbers), "message": message}
        status = await self._stage.post(json.dumps(update).encode())
        if status not in OK:
            self.refused[f"good: {status}"] += 1


class ByPolling:
    """Puts them into Telegram's queue. What is no JSON cannot come that way: of it the poller's reading is tried."""

    def __init__(self, stage: Stage) -> None:
        self._updates = stage.world.updates
        self.refused: Counter[str] = Counter()
        self.watch = Watch(stage, self._good)
        self.only_read = 0

    async def carry(self, updates: Iterator[bytes]) -> None:
        """Queue all `updates`, and wait until they are fetched."""
        for number, body in enumerate(updates):
            for item in self._items(body):
                self._updates.add_raw(item)
            if number % PROBE_EVERY == 0:
                await self.watch.probe()
            while len(self._updates) > WAITING_AT_MOST:  # noqa: ASYNC110 - a queue is looked at
                await asyncio.sleep(LOOK_SECONDS)
        await self.watch.probe()

    async def _good(self, message: Json) -> None:
        self._updates.add("message", f"chat:{message['chat']['id']}", message)

    def _items(self, body: bytes) -> list[Json]:
        """The objects that a batch with `body` in it holds; none where it cannot be read."""
        try:
            found = list(result_of(b'{"ok":true,"result":[' + body + b"]}"))
        except FOUND_UNREADABLE:
            self.only_read += 1
            return []
        except Exception as other:  # noqa: BLE001 - it would have ended the poller
            self.refused[f"reading: {type(other).__name__}"] += 1
            return []
        return [_numbered(item) for item in found if isinstance(item, dict)]


def _numbered(item: Json) -> Json:
    """With no number that moves Telegram's queue beyond what it holds: numbers are given by Telegram alone."""
    number: Any = item.get("update_id")
    if isinstance(number, int) and number > LARGEST_ID:
        return {key: value for key, value in item.items() if key != "update_id"}
    return item
