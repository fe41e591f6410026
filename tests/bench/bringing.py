"""Updates that Telegram brings to webhooks: as many at once as Telegram allows, and again until they are taken."""

import asyncio
from itertools import cycle

from aiohttp import ClientError, ClientSession, TCPConnector

from bot.web.webhook import HEADER

AT_ONCE = 40
"""Bot API, setWebhook: max_connections, unless another number is asked for."""
OK = 200
PAUSE_SECONDS = 0.2


class Bringer:
    """Posts updates to `urls` in turn."""

    def __init__(self, urls: list[str], secret: str) -> None:
        self._urls = cycle(urls)
        headers = {HEADER: secret, "Content-Type": "application/json"}
        self._session = ClientSession(connector=TCPConnector(limit=0), headers=headers)
        self._places = asyncio.Semaphore(AT_ONCE * len(urls))
        self._tasks: set[asyncio.Task[None]] = set()

    def bring(self, update: bytes) -> None:
        """Bring one, as soon as there is a place."""
        task = asyncio.get_running_loop().create_task(self._bring(update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Let go of what is not taken yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _bring(self, update: bytes) -> None:
        async with self._places:
            taken = await self._is_taken(update)
        if not taken:
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self.bring, update)

    async def _is_taken(self, update: bytes) -> bool:
        try:
            async with self._session.post(next(self._urls), data=update) as answer:
                await answer.read()
                return answer.status == OK
        except ClientError:
            return False
