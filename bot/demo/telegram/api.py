"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import contextlib
import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.telegram.faults import Fault, Faults
from bot.demo.telegram.methods import METHODS
from bot.demo.telegram.params import LARGEST_BODY, Params, read
from bot.demo.telegram.receiving import get_updates
from bot.demo.telegram.refusals import ApiError, too_many_requests
from bot.demo.telegram.world import World

TOKEN = "100000001:DEMO-token-for-the-local-telegram-0000"  # noqa: S105
_INSTEAD = ("drop_before", "server_error", "bad_gateway", "too_many_requests")
_AFTERWARDS = ("drop_after", "timeout_after")
_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


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
        params = read(request.scope["query_string"].decode("latin-1"), request.headers.get("content-type", ""), body)
        if fault := self._faults.strike(method, *_INSTEAD):
            return await _instead(fault, request)
        result = await self.call(method, params)
        if fault := self._faults.strike(method, *_AFTERWARDS):
            await self._spoil(fault, request)
        return Response(b'{"ok":true,"result":' + result + b"}", media_type="application/json")

    async def _spoil(self, fault: Fault, request: Request) -> None:
        if fault.kind == "drop_after":
            await _drop(request)
        else:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), fault.seconds)

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
    if fault.kind == "server_error":
        raise ApiError(500, "Internal Server Error")
    if fault.kind == "bad_gateway":
        return Response(_GATEWAY_PAGE, 502, media_type="text/html")
    await _drop(request)
    return Response(status_code=500)


async def _drop(request: Request) -> None:
    """Break the connection: the server's protocol lends the means. What is answered afterwards reaches nobody."""
    request.scope["extensions"]["handslag.abort"]["now"]()
    await asyncio.sleep(0.01)


def _refusal(error: ApiError) -> Response:
    content: dict[str, object] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        content["parameters"] = error.parameters
    return Response(json.dumps(content), error.code, media_type="application/json")
