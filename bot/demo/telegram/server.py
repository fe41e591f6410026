"""The local Telegram as a server: in this event loop (LocalTelegram) or wherever an ASGI application can go."""

import asyncio
import contextlib
import random
import socket
from collections.abc import Iterator, Sequence
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.clock import SystemClock
from bot.demo.telegram.access import LoopbackOnly
from bot.demo.telegram.api import TOKEN, BotApi
from bot.demo.telegram.faults import Faults
from bot.demo.telegram.harness import Harness
from bot.demo.telegram.phones import Phones
from bot.demo.telegram.webhooks import Deliverer
from bot.demo.telegram.world import World

HOST = "127.0.0.1"
_STOP_WITHIN_S = 2.0


class PortTaken(OSError):
    """Somebody else listens on the port that the local Telegram was to have."""


def telegram_app(
    world: World,
    faults: Faults | None = None,
    routes: Sequence[BaseRoute] = (),
    *,
    token: str = TOKEN,
    access_control: bool = True,
) -> Starlette:
    """The Bot API, the phones and the faults as one application, with `routes` (a page, say) beside them.

    `app.state.api` is its BotApi. Without `access_control` any Host and Origin is served. Webhooks are delivered by
    LocalTelegram, not by this.
    """
    faults = faults or Faults()
    api = BotApi(world, faults, token)
    own = [*api.routes(), *Phones(world, token, random.SystemRandom()).routes(), *Harness(world, faults).routes()]
    app = Starlette(
        routes=[*own, *routes],
        middleware=[Middleware(LoopbackOnly)] if access_control else [],
    )
    app.state.api = api
    return app


class LocalTelegram:
    """The local Telegram on 127.0.0.1 for as long as the `async with` lasts, in the running event loop.

    `url` is known once it is entered; `port` 0 takes a free one. Raises PortTaken. The pauses between attempts at
    a webhook start at `first_pause_s` and double up to `longest_pause_s`.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        faults: Faults | None = None,
        routes: Sequence[BaseRoute] = (),
        port: int = 0,
        access_control: bool = True,
        first_pause_s: float = 0.2,
        longest_pause_s: float = 60.0,
    ) -> None:
        self.world = world or World(SystemClock())
        self.faults = faults or Faults()
        self.token = TOKEN
        self.url = ""
        self._port = port
        self._app = telegram_app(self.world, self.faults, routes, access_control=access_control)
        self._api: BotApi = self._app.state.api
        self._deliverer = Deliverer(
            self.world, self.faults, self._api.call, first_pause_s=first_pause_s, longest_pause_s=longest_pause_s
        )

    async def __aenter__(self) -> Self:
        """Listen; raises PortTaken when the port is not free."""
        listening = _listen(self._port)
        self.url = f"http://{HOST}:{listening.getsockname()[1]}"
        self._server = _Server(self._app)
        self._serving = asyncio.create_task(self._server.serve([listening]))
        self._delivering = asyncio.create_task(self._deliverer.run())
        await self._server.up.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop: waiting polls and event streams end at once, deliveries are given up."""
        self._api.stopping.set()
        self.world.updates.bell.ring()
        self.world.emit("closed")
        self._delivering.cancel()
        await asyncio.gather(self._delivering, return_exceptions=True)
        self._server.down.set()
        await self._serving


class _Protocol(HttpToolsProtocol):
    """Lends the application the means to break its connection, for faults and for readers that do not read."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"handslag.abort": {"now": self.transport.abort}}


class _Server(uvicorn.Server):
    """uvicorn without signal handlers and without its tenths of a second of waiting at start and stop."""

    def __init__(self, app: Starlette) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            proxy_headers=False,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            date_header=False,
            server_header=False,
        )
        super().__init__(config)
        self.up = asyncio.Event()
        self.down = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        self.up.set()
        await self.down.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._finish(list(self.server_state.tasks))

    async def _finish(self, tasks: list[asyncio.Task[None]]) -> None:
        if not tasks:
            return
        _, unfinished = await asyncio.wait(tasks, timeout=_STOP_WITHIN_S)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)


def _listen(port: int) -> socket.socket:
    # Named as TCP so that asyncio turns Nagle's algorithm off: with it every answer came 40 ms late.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise PortTaken(error.errno, f"port {port} on {HOST} is taken; choose another") from error
    return listening
