"""Questions to a login provider, and what goes wrong with them."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

MAX_BYTES = 256 * 1024
TIMEOUT = ClientTimeout(total=15, sock_connect=5)


class BadLogin(Exception):
    """A login that did not come about. The message says why in our words, and holds nothing that was received."""


async def fetch(
    http: ClientSession, method: str, url: str, headers: Mapping[str, str] | None = None, body: str | None = None
) -> dict[str, Any]:
    """The JSON object with which the provider answers; redirects are not followed.

    Args:
        http: the connections to it.
        method, url, headers, body: the question.

    Raises:
        BadLogin: no answer within `TIMEOUT`, one that is not 200, is longer than `MAX_BYTES`, or is no JSON object.
    """
    try:
        async with http.request(
            method, url, headers=headers, data=body, timeout=TIMEOUT, allow_redirects=False
        ) as response:
            status, raw = response.status, await _read(response.content)
    except (ClientError, TimeoutError, ValueError) as broken:
        # Not chained: the message of an aiohttp error may hold the URL.
        raise BadLogin(f"no answer from the provider: {type(broken).__name__}") from None
    if status != 200:
        raise BadLogin(f"the provider answered {status}")
    return _object(raw)


async def _read(content: Any) -> bytes:  # noqa: ANN401 - a stream reader, whose type aiohttp does not show
    raw = bytearray()
    async for chunk in content.iter_chunked(16_384):
        raw += chunk
        if len(raw) > MAX_BYTES:
            raise BadLogin("the provider's answer has no end")
    return bytes(raw)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadLogin("the provider's answer is not JSON") from None
    if not isinstance(answer, dict):
        raise BadLogin("the provider's answer is no object")
    return answer
