"""The sealed room of the demo: the product's own, on another host name than the phones, as it is in Telegram Web.

The phones are on 127.0.0.1, the room on localhost: to a browser two sites, so a cookie that would not survive in
Telegram's frame does not survive here either.
"""

import asyncio
import socket
from typing import Self

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from bot.serving import Server

HOST = "localhost"


class DemoRoom:
    """Serves whatever `routes` were set last, on a port of its own; `url` is known once it is entered."""

    def __init__(self) -> None:
        self._app = Starlette()
        self.url = ""

    def set_routes(self, routes: list[BaseRoute]) -> None:
        """Serve these from now on."""
        self._app = Starlette(routes=routes)

    async def __aenter__(self) -> Self:
        self._listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listening.bind(("127.0.0.1", 0))
        self.url = f"http://{HOST}:{self._listening.getsockname()[1]}"
        self._server = Server(self)
        self._serving = asyncio.create_task(self._server.serve([self._listening]))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
