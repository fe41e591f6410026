"""The webhook: an update is acknowledged when it is committed, and answered after that."""

import hmac
import json
from collections.abc import Sequence
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.chat.desk import Desk
from bot.errors import StorageDown
from bot.web.correlation import Correlation

log = structlog.get_logger()
PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"  # Bot API, setWebhook: secret_token
LARGEST_BODY = 1024 * 1024
RETRY_SECONDS = "5"


def web_app(*routes: Sequence[BaseRoute]) -> Starlette:
    """The ASGI application of these routes: health, the webhook, the room. Each request has an id of its own."""
    return Starlette(routes=[route for some in routes for route in some], middleware=[Middleware(Correlation)])


def webhook(desk: Desk, secret: str) -> list[BaseRoute]:
    """The webhook at /telegram, which Telegram alone may call: it shows `secret`."""

    async def telegram(request: Request) -> Response:
        # Compared before the body is read: strangers cost nothing.
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return PlainTextResponse("", status_code=403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("", status_code=413)
        try:
            await desk.handle(_json(body))
        except StorageDown as down:
            log.error("storage down, the update will come again", error=str(down))  # noqa: TRY400
            return PlainTextResponse("", status_code=503, headers={"Retry-After": RETRY_SECONDS})
        return PlainTextResponse("")

    return [Route(PATH, telegram, methods=["POST"])]


async def _body(request: Request) -> bytes | None:
    """The whole body, or nothing where it is larger than any update."""
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST_BODY:
                return None
            chunks.append(chunk)
    except ClientDisconnect:
        return None
    return b"".join(chunks)


def _json(body: bytes) -> Any:  # noqa: ANN401 - whatever came; the desk quarantines what is no update
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
