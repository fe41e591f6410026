"""Brings updates as Telegram does: one of a queue at a time, to any of the workers, some of them more than once."""

import asyncio
import json
import random
from collections.abc import Sequence

from tests.faults.rows.fuzz_stage import OK, Stage
from tests.faults.rows.order_plan import Plan

CONNECTIONS = 40
"""Bot API, setWebhook: max_connections, unless another number is given."""
REPEATED, LATE = 0.02, 0.02
LATE_SECONDS = 0.2
WAITING_AT_MOST = 600
LOOK_SECONDS = 0.02
LEAVES_SECONDS = 60.0


class ByWorkers:
    """Posts each queue in turn, each update to a worker that chance picks."""

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        self._stage = stage
        self._dice = dice
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._strays: set[asyncio.Task[int]] = set()
        self.refused = 0

    async def carry(self, plan: Plan) -> None:
        """Bring everything, and wait for what was left on its way."""
        await asyncio.gather(*(self._queue(plan, numbers) for numbers in plan.queues.values()))
        while self._strays:
            await asyncio.wait(self._strays)

    async def _queue(self, plan: Plan, numbers: Sequence[int]) -> None:
        for number in numbers:
            async with self._slots:
                await self._bring(plan.bodies[number])

    async def _bring(self, body: bytes) -> None:
        """As Telegram: until it is taken; now and then it does not hear that it was, or not soon enough."""
        chance = self._dice.random()
        if chance < LATE:
            stray = asyncio.create_task(self._post(body))
            self._strays.add(stray)
            stray.add_done_callback(self._strays.discard)
            await asyncio.sleep(self._dice.uniform(0, LATE_SECONDS))  # and gives up: the other end may be at it still
        while await self._post(body) not in OK:
            self.refused += 1
            await asyncio.sleep(LOOK_SECONDS)
        if chance > 1 - REPEATED:
            await self._post(body)

    async def _post(self, body: bytes) -> int:
        return await self._stage.post(body, self._dice.randrange(len(self._stage.urls)))


class ByQueue:
    """Leaves all in Telegram's queue, from which the bot fetches up to a hundred at a time."""

    def __init__(self, stage: Stage) -> None:
        self._updates = stage.world.updates
        self._faults = stage.faults
        self.refused = 0

    async def carry(self, plan: Plan) -> None:
        """Queue everything, let some of it come twice, and wait until it is fetched."""
        self._faults.add("duplicate", "getUpdates", times=len(plan.bodies), probability=REPEATED)
        for body in plan.bodies.values():
            self._updates.add_raw(json.loads(body))
            while len(self._updates) > WAITING_AT_MOST:  # noqa: ASYNC110 - a queue is looked at
                await asyncio.sleep(LOOK_SECONDS)
        async with asyncio.timeout(LEAVES_SECONDS):
            while len(self._updates):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)
