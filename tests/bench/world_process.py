"""`python -m tests.bench.world_process ROUND_TRIP`: a fake Telegram with its people; orders come by line on stdin."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.clock import SharedClock
from tests.bench.bringing import Bringer
from tests.bench.fake import FakeTelegram
from tests.bench.games import GAMES
from tests.bench.gate import Gate

Order = dict[str, Any]


class Conductor:
    """Does what a bench orders."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        self._bringer: Bringer | None = None
        self._does: dict[str, Callable[[Order], Awaitable[Order]]] = {
            "forget": self._forget,
            "until_polled": self._until_polled,
            "play": self._play,
            "limit": self._limit,
            "until_sent": self._until_sent,
            "keep_clock": self._keep_clock,
            "bring_to": self._bring_to,
        }

    async def do(self, order: Order) -> Order:
        """The answer; `wrong` says what was."""
        try:
            return await self._does[order["do"]](order)
        except TimeoutError as stalled:
            return {"wrong": str(stalled) or f"{order['do']}: it did not come in time"}

    async def close(self) -> None:
        """Let go of connections."""
        if self._bringer:
            await self._bringer.close()

    async def _forget(self, _order: Order) -> Order:
        self._telegram.forget()
        return {}

    async def _until_polled(self, order: Order) -> Order:
        await asyncio.wait_for(self._telegram.polled.wait(), order["seconds"])
        return {}

    async def _play(self, order: Order) -> Order:
        telegram = self._telegram
        telegram.calls.clear()
        telegram.bytes_in.clear()
        begun, cpu = time.perf_counter(), time.process_time()
        game = await GAMES[order["game"]](telegram, order["count"], order["rate"])
        return {
            "updates": game.issued,
            "seconds": time.perf_counter() - begun,
            "cpu_seconds": time.process_time() - cpu,
            "waits": game.waits,
            "calls": telegram.calls,
            "bytes_in": telegram.bytes_in,
        }

    async def _limit(self, order: Order) -> Order:
        self._gate = Gate(order["burst"], order["messages"])
        self._telegram.before_send = self._gate.count
        return {}

    async def _until_sent(self, order: Order) -> Order:
        await asyncio.wait_for(self._gate.all_sent.wait(), order["seconds"])
        return {"times": self._gate.sent, "refusals": self._gate.refusals}

    async def _keep_clock(self, order: Order) -> Order:
        clock = SharedClock(Path(order["path"]))
        self._telegram.now = lambda: clock.now().timestamp()
        return {}

    async def _bring_to(self, order: Order) -> Order:
        await self.close()
        self._bringer = Bringer(order["urls"], order["secret"])
        self._telegram.bring = self._bringer.bring
        return {}


async def serve(round_trip: float) -> None:
    """Answer orders until stdin ends."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with FakeTelegram(round_trip) as telegram:
        conductor = Conductor(telegram)
        _tell({"url": telegram.url})
        while line := await reader.readline():
            _tell(await conductor.do(json.loads(line)))
        await conductor.close()


def _tell(answer: Order) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
