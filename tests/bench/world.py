"""The fake Telegram and the people on it, as a process of their own: what a bench orders of it, and what it answers."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.bench.processes import environment

ORDER_SECONDS = 900.0
LINE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Played:
    """What came of a game."""

    updates: int
    seconds: float
    waits: tuple[float, ...]
    """For each update, how many seconds its person waited for the answer."""
    calls: dict[str, int]
    """By method of the Bot API."""
    bytes_in: dict[str, int]
    """By method, of parameters."""
    cpu_seconds: float
    """Of the fake Telegram and the people: their share is to be small."""

    @property
    def per_second(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds

    @property
    def share(self) -> float:
        """Which share of a core the fake Telegram and the people took."""
        return self.cpu_seconds / self.seconds


@dataclass(frozen=True)
class Sent:
    """When messages came through Telegram's limits, in seconds, and how many were refused."""

    times: tuple[float, ...]
    refusals: int


class Stalled(Exception):
    """Nothing happened for a while, or the order cannot be done."""


class World:
    """A fake Telegram with its people, for as long as the `async with` lasts. `url` is the Bot API's.

    Args:
        round_trip: how many seconds a request to it and the answer are on their way, together.
    """

    def __init__(self, round_trip: float = 0.0) -> None:
        self.url = ""
        self.round_trip = round_trip

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.world_process", str(self.round_trip)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment(),
            limit=LINE,
        )
        self.url = (await self._hear())["url"]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def order(self, do: str, **how: Any) -> dict[str, Any]:
        """Order something of it and wait until it is done.

        Raises:
            Stalled: it cannot be done; with the reason.
        """
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **how}).encode() + b"\n")
        answer = await self._hear()
        if wrong := answer.get("wrong"):
            raise Stalled(wrong)
        return answer

    async def _hear(self) -> dict[str, Any]:
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), ORDER_SECONDS)
        assert line, "the fake Telegram ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def forget(self) -> None:
        """Let the next bot begin anew."""
        await self.order("forget")

    async def until_polled(self, seconds: float) -> None:
        """Wait for the first getUpdates.

        Raises:
            Stalled: it did not come within `seconds`.
        """
        await self.order("until_polled", seconds=seconds)

    async def play(self, game: str, count: int, rate: float = 0.0) -> Played:
        """Play `count` rounds of a game of `games.GAMES`, at `rate` updates a second where one is given.

        Raises:
            Stalled: nothing happened for a while.
        """
        answer = await self.order("play", game=game, count=count, rate=rate)
        waits = tuple(answer.pop("waits"))
        return Played(waits=waits, **answer)

    async def limit(self, messages: int, burst: int) -> None:
        """Keep Telegram's limits from now on, which allow `burst` messages at once, and count up to so many.

        With a burst of 0 there are no limits, and messages are counted alone.
        """
        await self.order("limit", messages=messages, burst=burst)

    async def until_sent(self, seconds: float) -> Sent:
        """Wait until as many messages came through the limits as were to be counted.

        Raises:
            Stalled: they did not come within `seconds`.
        """
        answer = await self.order("until_sent", seconds=seconds)
        return Sent(tuple(answer["times"]), answer["refusals"])

    async def keep_clock(self, path: Path) -> None:
        """Date messages by the shared clock in this file."""
        await self.order("keep_clock", path=str(path))

    async def bring_to(self, urls: list[str], secret: str) -> None:
        """Bring updates to these webhooks in turn, instead of letting them be fetched."""
        await self.order("bring_to", urls=urls, secret=secret)
