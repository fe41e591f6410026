"""Watches a bot that is fuzzed: whether a good update is still served at once, and how much memory it takes."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from bot.demo.telegram.state import Json
from tests.faults.rows.fuzz_seeds import PROBE
from tests.faults.rows.fuzz_stage import Stage

STALLED_SECONDS = 10.0
LOOK_SECONDS = 0.005
MADE_UP = (
    *("chat not found", "message to delete not found", "message can't be deleted", "message to edit not found"),
    *("query is too old", "bot is not a member", "query id is invalid", "message identifier is not specified"),
)
"""What a Telegram says of a chat, a message or a query that a mutation made up, and the bot answered in good faith."""


class Watch:
    """Sends good updates with `send` and waits for their answers."""

    def __init__(self, stage: Stage, send: Callable[[Json], Awaitable[None]]) -> None:
        self._stage = stage
        self._send = send
        self._one_at_a_time = asyncio.Lock()
        self.probes = 0
        self.stalls = 0
        self.slowest = 0.0
        """Seconds from a good update to its answer on the phone."""
        self.before_mb = 0.0

    async def probe(self) -> None:
        """Write `/hjalp` as somebody of whom nothing is broken, and wait for the answer."""
        async with self._one_at_a_time:
            self.probes += 1
            chat = self._stage.world.chats[PROBE.telegram_id]
            before, begun = chat.last_id, time.monotonic()
            await self._send(self._good())
            while chat.last_id == before:
                if time.monotonic() - begun > STALLED_SECONDS:
                    self.stalls += 1
                    break
                await asyncio.sleep(LOOK_SECONDS)
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def _good(self) -> Json:
        world, user = self._stage.world, PROBE.telegram_id
        person, chat = world.people[user].api(), world.chats[user].api()
        number = 10**6 + self.probes
        return {"message_id": number, "from": person, "chat": chat, "date": world.unix(), "text": "/hjalp"}

    def warm(self) -> None:
        """From now on memory counts as growth."""
        self.before_mb = self._stage.memory()

    def growth(self) -> float:
        """Of resident memory since it was warm, in MB."""
        return self._stage.memory() - self.before_mb


def unhandled(logged: Counter[str]) -> Counter[str]:
    """What of the log says that something was not handled: errors, and whatever is no line of the log."""
    return Counter({line: count for line, count in logged.items() if not _is_well(line)})


def _is_well(line: str) -> bool:
    level, _, rest = line.partition(": ")
    if level == "warning":
        return True
    return rest.startswith("answer refused") and any(words in rest.casefold() for words in MADE_UP)
