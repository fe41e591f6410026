"""Keeps other web sites that the same browser has open away from the local Telegram."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HARMLESS = ("GET", "HEAD", "OPTIONS")


class LoopbackOnly:
    """Refuses (403) a Host that is not this machine (DNS rebinding), and what another origin's page would change."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and (reason := _objection(scope["method"], Headers(scope=scope))):
            await JSONResponse({"error": reason}, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _objection(method: str, headers: Headers) -> str | None:
    host, origin = headers.get("host", ""), headers.get("origin")
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        name = None
    if name not in LOOPBACK:
        return "only for this machine: the Host is another one"
    if origin is not None and method not in _HARMLESS and origin != f"http://{host}":
        return "another site's page may not do this"
    return None
