"""Brings updates to the bot's webhook: in order within a chat and a person, everybody else meanwhile."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector

from bot.demo.telegram.faults import Faults
from bot.demo.telegram.params import Params, read
from bot.demo.telegram.refusals import ApiError
from bot.demo.telegram.state import Webhook
from bot.demo.telegram.updates import Update
from bot.demo.telegram.world import World

ANSWER_WITHIN_S = 60.0
_LOOK_SECONDS = 0.05
Caller = Callable[[str, Params], Awaitable[object]]


class Deliverer:
    """Posts updates while a webhook is set, each lane one at a time, `max_connections` lanes at once.

    Anything but a 2xx is tried again after `first_pause_s`, then twice that, up to `longest_pause_s`; the lane waits
    meanwhile. A method named in the webhook's answer is given to `call`.
    """

    def __init__(
        self,
        world: World,
        faults: Faults,
        call: Caller,
        *,
        first_pause_s: float = 0.2,
        longest_pause_s: float = 60.0,
    ) -> None:
        self._world = world
        self._faults = faults
        self._call = call
        self._pauses = first_pause_s, longest_pause_s
        self._hook: Webhook | None = None
        self._lanes: dict[str, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(1)

    async def run(self) -> None:
        """Deliver until cancelled, to whichever webhook is set."""
        timeout = ClientTimeout(total=ANSWER_WITHIN_S)
        async with ClientSession(connector=TCPConnector(limit=0), timeout=timeout) as self._session:
            self._world.updates.on_add = self._enqueue
            try:
                await self._follow()
            finally:
                self._world.updates.on_add = None
                await self._halt()

    async def _follow(self) -> None:
        while True:
            if self._world.webhook is not self._hook:
                await self._turn_to(self._world.webhook)
            else:
                await self._world.webhook_bell.wait(None)

    async def _turn_to(self, hook: Webhook | None) -> None:
        self._hook = None
        await self._halt()
        self._hook = hook
        if hook:
            self._slots = asyncio.Semaphore(hook.max_connections)
            for update in self._world.updates.live():
                self._enqueue(update)

    async def _halt(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()

    def _enqueue(self, update: Update) -> None:
        if self._hook is None:
            return
        if update.lane in self._lanes:
            self._lanes[update.lane].append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._drain(update.lane, self._hook))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, lane: str, hook: Webhook) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(waiting[0], hook)
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, update: Update, hook: Webhook) -> None:
        pause, longest = self._pauses
        while self._world.updates.holds(update):
            if self._faults.away(self._world.clock.now()):
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            if await self._post(update, hook):
                self._world.updates.discard([update.id])
                if self._faults.strike("webhook", "duplicate"):
                    await self._post(update, hook)
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)

    async def _post(self, update: Update, hook: Webhook) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        async with self._slots:
            try:
                async with self._session.post(hook.url, data=update.body, headers=headers) as response:
                    return await self._received(response, hook)
            except (ClientError, OSError) as error:
                self._note(hook, "Read timeout expired" if isinstance(error, TimeoutError) else "Connection failed")
                return False

    async def _received(self, response: ClientResponse, hook: Webhook) -> bool:
        if not 200 <= response.status < 300:
            self._note(hook, f"Wrong response from the webhook: {response.status} {response.reason}")
            return False
        if body := await response.read():
            await self._obey(response.headers.get("Content-Type", ""), body)
        return True

    async def _obey(self, content_type: str, body: bytes) -> None:
        """Do what the answer asks for; as on Telegram nobody learns what came of it."""
        with contextlib.suppress(ApiError):
            params = read("", content_type, body)
            if params.has("method"):
                await self._call(params.text("method"), params)

    def _note(self, hook: Webhook, error: str) -> None:
        hook.last_error, hook.last_error_at = error, self._world.unix()
