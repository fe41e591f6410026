"""The processes: `run` is everything in one, `web` takes updates in, `worker` says what is owed."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from typing import Any

import structlog
import uvicorn
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import logs
from bot.app import App, until_stopped
from bot.errors import StorageDown
from bot.leaving import Leaving
from bot.poller import ALLOWED
from bot.settings import Settings
from bot.watch.look import Looker
from bot.watch.rounds import Rounds
from bot.web.health import health_routes
from bot.web.room.away import while_starting
from bot.web.webhook import PATH, web_app, webhook
from models import Service

log = structlog.get_logger()
LOOPBACK = "127.0.0.1"
ALARMS_EVERY_SECONDS = 15.0
GRACE_SECONDS = 3
"""How long requests that are in hand may take once no others are taken in."""

Job = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
"""What is done until the event is set."""


def stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def run(app: App) -> None:
    """Everything in one process: poller, delivery and timetable, until a signal."""
    settings = app.settings
    async with _at_the_door(app, Service.RUN, settings.host, settings.port, needed=_has_room(settings)) as door:
        async with app, _timetable(app):
            leaving = Leaving(app)
            door.open(app.room())
            await app.insist(app.bot.delete_webhook)
            await app.insist(app.introduce)
            log.info("running", bot=app.bot.username, port=door.port)
            await _work(app, Service.RUN, leaving, app.poller.run, _delivering(app), door.close_after)
        leaving.end()


async def worker(app: App) -> None:
    """Delivery and timetable, until a signal."""
    port = app.settings.health_port
    async with _at_the_door(app, Service.WORKER, LOOPBACK, port, needed=False, wanted=port > 0) as door:
        async with app, _timetable(app):
            leaving = Leaving(app)
            door.open([])
            log.info("working", bot=app.bot.username)
            await _work(app, Service.WORKER, leaving, _delivering(app))
        leaving.end()


async def web(app: App) -> None:
    """The webhook, until a signal; tells Telegram where it is."""
    settings = app.settings
    secret = settings.webhook_secret.get_secret_value()
    url = settings.public_url.rstrip("/") + PATH
    async with _at_the_door(app, Service.WEB, settings.host, settings.port, needed=True) as door:
        async with app:
            leaving = Leaving(app)
            door.open([*webhook(app.desk, secret), *app.room()])
            await app.insist(lambda: app.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED))
            await app.insist(app.introduce)
            log.info("serving", bot=app.bot.username, port=door.port)
            await _work(app, Service.WEB, leaving, door.close_after, _alarming(app), look=app.checks.look_for_workers)
        leaving.end()


async def _work(
    app: App, service: Service, leaving: Leaving, *jobs: Job, look: Callable[[Session], None] | None = None
) -> None:
    """Do `jobs`, and go the rounds, until the signal; then nobody need miss this process."""
    rounds = Rounds(app.store, app.watch, service, app.bot.get_me, look)
    stop = leaving.begun
    app.watch.is_ready = True
    await until_stopped(stop, [asyncio.create_task(job(stop)) for job in (*jobs, rounds.run)])
    await rounds.leave()


def _delivering(app: App) -> Job:
    return lambda stop: app.delivery.run(stop, app.store.owed)


def _alarming(app: App) -> Job:
    """Says alarms where no worker is there to say them; else nobody would hear that there is none."""

    async def say() -> None:
        try:
            if not await app.store.run(app.checks.has_worker):
                await app.delivery.deliver_alarms()
        except StorageDown as down:
            log.warning("storage down, alarms wait", error=str(down))

    async def job(stop: asyncio.Event) -> None:
        stopped = asyncio.create_task(stop.wait())
        while not stop.is_set():
            saying = asyncio.create_task(say())
            await asyncio.wait({saying, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not saying.done():
                saying.cancel()
            await asyncio.wait({stopped}, timeout=ALARMS_EVERY_SECONDS)
        stopped.cancel()

    return job


def _has_room(settings: Settings) -> bool:
    return bool(settings.room_url and settings.key_ring())


@contextlib.asynccontextmanager
async def _timetable(app: App) -> AsyncIterator[None]:
    scheduler = app.scheduler()
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


@contextlib.asynccontextmanager
async def _at_the_door(
    app: App, service: Service, host: str, port: int, *, needed: bool, wanted: bool = True
) -> AsyncIterator["Door"]:
    """A server that tells how the process is, from before it has reached Telegram until it is gone.

    Raises:
        OSError: the port is taken, and the door is needed; where it is not, the process goes on without.
    """
    logs.belongs_to(service.value, app.watch.process)
    settings = app.settings
    token, backed_up = settings.metrics_token.get_secret_value(), bool(settings.backup_recipients)
    routes = health_routes(Looker(app.store, app.watch), app.watch, service, token, backed_up=backed_up)
    before = while_starting(settings.room_ancestors) if service is not Service.WORKER and _has_room(settings) else []
    door = Door(web_app(routes), settings.drain_seconds, before)
    serving: asyncio.Task[None] | None = None
    if wanted:
        try:
            serving = door.listen(host, port)
        except OSError as taken:
            if needed:
                raise
            log.warning("nobody can ask how it is: the port is taken", port=port, error=taken.strerror)
    try:
        yield door
    finally:
        door.server.should_exit = True
        if serving:
            await serving


class Door:
    """Where a process is asked how it is; and where it takes updates in or has the room, once it is open.

    `before` stands there until then.
    """

    def __init__(self, application: Starlette, drain_seconds: float, before: Sequence[BaseRoute]) -> None:
        self._routes = application.router.routes
        self._always = len(self._routes)
        self._routes.extend([*before, Route("/{anything:path}", _not_yet, methods=["GET", "HEAD", "POST"])])
        self._drain_seconds = drain_seconds
        self.server = Server(application)
        self.port: int | None = None
        """Where it listens."""

    def listen(self, host: str, port: int) -> "asyncio.Task[None]":
        """Listen from now on; what serves until it is closed.

        Raises:
            OSError: the port is taken.
        """
        listening = bind(host, port)
        self.port = listening.getsockname()[1]
        return asyncio.create_task(self.server.serve([listening]))

    def open(self, routes: Sequence[BaseRoute]) -> None:
        """Let these in too; until then whoever knocks is asked to come again."""
        self._routes[self._always :] = routes

    async def close_after(self, stop: asyncio.Event) -> None:
        """Let in who comes until `stop` is set, and a moment longer: a proxy asks now and then who is ready.

        Returns when what is in hand has been answered, or has had its time.
        """
        ended = asyncio.create_task(self.server.ended.wait())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if self.port and not ended.done():
            await asyncio.sleep(self._drain_seconds)
            self.server.should_exit = True
            await ended
        for waiting in (ended, stopped):
            waiting.cancel()


async def _not_yet(_request: Request) -> Response:
    return Response(status_code=503, headers={"Retry-After": "1"})


def bind(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        OSError: the port is taken.
    """
    # Named as TCP so that asyncio turns Nagle's algorithm off; it delays answers by 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


class Server(uvicorn.Server):
    """uvicorn, which leaves signals to us."""

    def __init__(self, application: object) -> None:
        super().__init__(
            uvicorn.Config(
                application,  # type: ignore[arg-type]
                http="httptools",
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self.ended = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until `should_exit`, and tell when that is done."""
        try:
            await super().serve(sockets)
        finally:
            self.ended.set()

    async def listen(self, host: str, port: int) -> None:
        """Serve on `host:port` until `should_exit`."""
        await self.serve([bind(host, port)])
