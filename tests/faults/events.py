"""What the page with the phones is told of, read as it comes: server-sent events of the local Telegram."""

import asyncio
import contextlib
from collections.abc import Callable

from aiohttp import ClientError, ClientSession

AGAIN_SECONDS = 0.05


async def follow(http: ClientSession, url: str, take: Callable[[str], None]) -> None:
    """Call `take` with the text of each event of the Telegram at `url`, for ever; a broken connection is begun anew."""
    while True:
        with contextlib.suppress(ClientError):
            await _read(http, url, take)
        await asyncio.sleep(AGAIN_SECONDS)


async def _read(http: ClientSession, url: str, take: Callable[[str], None]) -> None:
    rest = b""
    async with http.get(f"{url}/phones/events") as answer:
        async for piece in answer.content.iter_any():
            *frames, rest = (rest + piece).split(b"\n\n")
            for frame in frames:
                take(frame.decode())
