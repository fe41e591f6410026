"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.demo.telegram.faults import Fault, Faults
from bot.demo.telegram.methods import METHODS
from bot.demo.telegram.params import LARGEST_BODY, Params, read
from bot.demo.telegram.receiving import another_poller, get_updates, webhook_is_set
from bot.demo.telegram.refusals import ApiError, forbidden, migrated, too_many_requests
from bot.demo.telegram.world import World

TOKEN = "100000001:DEMO-token-for-the-local-telegram-0000"  # noqa: S105
_SUPERGROUP = -1001557900001
_REFUSED: dict[str, Callable[[], ApiError]] = {
    "server_error": lambda: ApiError(500, "Internal Server Error"),
    "another_poller": another_poller,
    "webhook_set": webhook_is_set,
    "blocked": lambda: forbidden("bot was blocked by the user"),
    "deactivated": lambda: forbidden("user is deactivated"),
    "migrated": lambda: migrated(_SUPERGROUP),
}
_INSTEAD = ("drop_before", "bad_gateway", "too_many_requests", "html", *_REFUSED)
_AFTERWARDS = ("drop_after", "timeout_after", "reset_in_body", "half_json")
_LOOK_SECONDS = 0.05
_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_OTHER_PAGE = b"<html><body><h1>Welcome to the guest network</h1></body></html>"


class BotApi:
    """Answers the bot, strictly, unless a fault strikes. `stopping` ends what waits."""

    def __init__(self, world: World, faults: Faults, token: str = TOKEN) -> None:
        self._world = world
        self._faults = faults
        self._token = token
        self.stopping = asyncio.Event()

    def routes(self) -> list[Route]:
        """The method calls and the downloads."""
        return [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]

    async def call(self, method: str, params: Params) -> bytes:
        """Do `method` (in any case); its result as JSON. Raises ApiError when it is refused."""
        name = method.lower()
        if name == "getupdates":
            return await get_updates(self._world, self._faults, params, self.stopping)
        if name not in METHODS:
            raise ApiError(404, "Not Found")
        result = METHODS[name](self._world, params)
        return json.dumps(result, ensure_ascii=True, separators=(",", ":")).encode()

    async def _method(self, request: Request) -> Response:
        try:
            return await self._answer(request, request.path_params["method"])
        except ApiError as error:
            return _refusal(error)

    async def _answer(self, request: Request, method: str) -> Response:
        if request.path_params["token"] != self._token:
            raise ApiError(401, "Unauthorized")
        body = await request.body()
        if len(body) > LARGEST_BODY:
            raise ApiError(413, "Request Entity Too Large")
        if await self._is_away(request):
            return Response(status_code=500)
        params = read(request.scope["query_string"].decode("latin-1"), request.headers.get("content-type", ""), body)
        if fault := self._faults.strike(method, *_INSTEAD):
            return await _instead(fault, request)
        result = await self.call(method, params)
        answer = b'{"ok":true,"result":' + result + b"}"
        if fault := self._faults.strike(method, *_AFTERWARDS):
            return await self._spoil(fault, request, answer)
        if await self._is_away(request):
            return Response(status_code=500)
        return Response(answer, media_type="application/json")

    async def _spoil(self, fault: Fault, request: Request, answer: bytes) -> Response:
        if fault.kind == "half_json":
            return Response(answer[: len(answer) // 2], media_type="application/json")
        if fault.kind == "reset_in_body":
            return StreamingResponse(_half(request, answer), headers={"Content-Length": str(len(answer))})
        if fault.kind == "drop_after":
            await _drop(request)
        else:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), fault.seconds)
        return Response(answer, media_type="application/json")

    async def _is_away(self, request: Request) -> bool:
        """Whether the bot's request reaches nobody; then its connection breaks, now or when the silence ends."""
        how = self._faults.away(self._world.clock.now())
        if how is None:
            return False
        while how == "silent" and not self.stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), _LOOK_SECONDS)
            how = self._faults.away(self._world.clock.now())
        await _drop(request)
        return True

    async def _download(self, request: Request) -> Response:
        if request.path_params["token"] != self._token:
            return _refusal(ApiError(401, "Unauthorized"))
        wanted = request.path_params["path"]
        for stored in self._world.files.values():
            if stored.path == wanted:
                return Response(stored.data, media_type="application/octet-stream")
        return _refusal(ApiError(404, "Not Found"))


async def _instead(fault: Fault, request: Request) -> Response:
    if fault.kind == "too_many_requests":
        raise too_many_requests(max(1, round(fault.seconds)))
    if fault.kind in _REFUSED:
        refuse = _REFUSED[fault.kind]
        raise refuse()
    if fault.kind == "bad_gateway":
        return Response(_GATEWAY_PAGE, 502, media_type="text/html")
    if fault.kind == "html":
        return Response(_OTHER_PAGE, media_type="text/html")
    await _drop(request)
    return Response(status_code=500)


async def _drop(request: Request) -> None:
    """Break the connection: the server's protocol lends the means. What is answered afterwards reaches nobody."""
    request.scope["extensions"]["handslag.abort"]["now"]()
    await asyncio.sleep(0.01)


async def _half(request: Request, answer: bytes) -> AsyncIterator[bytes]:
    yield answer[: len(answer) // 2]
    await _drop(request)


def _refusal(error: ApiError) -> Response:
    content: dict[str, object] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        content["parameters"] = error.parameters
    return Response(json.dumps(content), error.code, media_type="application/json")
