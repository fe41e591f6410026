"""The processes: `run` is everything in one, `web` takes updates in, `worker` says what is owed."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator

import structlog
import uvicorn

from bot.app import App, until_stopped
from bot.poller import ALLOWED
from bot.web.webhook import PATH, web_app

log = structlog.get_logger()


def stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def run(app: App) -> None:
    """Everything in one process: poller, delivery and timetable, until a signal."""
    async with app, _timetable(app):
        stop = stop_on_signals()
        await app.insist(app.bot.delete_webhook)
        await app.insist(app.introduce)
        log.info("running", bot=app.bot.username)
        poller = asyncio.create_task(app.poller.run(stop))
        delivery = asyncio.create_task(app.delivery.run(stop, app.desk.owed))
        await until_stopped(stop, [poller, delivery, *_serve_room(app, stop)])


async def worker(app: App) -> None:
    """Delivery and timetable, until a signal."""
    async with app, _timetable(app):
        stop = stop_on_signals()
        log.info("working", bot=app.bot.username)
        await until_stopped(stop, [asyncio.create_task(app.delivery.run(stop, app.desk.owed))])


async def web(app: App) -> None:
    """The webhook, until a signal; tells Telegram where it is."""
    settings = app.settings
    secret = settings.webhook_secret.get_secret_value()
    url = settings.public_url.rstrip("/") + PATH
    async with app:
        stop = stop_on_signals()
        server = Server(web_app(app.desk, app.store, secret, app.room()))
        serving = asyncio.create_task(server.listen(settings.host, settings.port))
        await app.insist(lambda: app.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED))
        await app.insist(app.introduce)
        log.info("serving", bot=app.bot.username, port=settings.port)
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving


def _serve_room(app: App, stop: asyncio.Event) -> list["asyncio.Task[None]"]:
    """The sealed room, where it has an address: behind a proxy that gives it TLS."""
    room = app.room()
    if not room:
        return []
    server = Server(web_app(app.desk, app.store, "", room))
    return [
        asyncio.create_task(server.listen(app.settings.host, app.settings.port)),
        asyncio.create_task(_stop_server(server, stop)),
    ]


async def _stop_server(server: "Server", stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


@contextlib.asynccontextmanager
async def _timetable(app: App) -> AsyncIterator[None]:
    scheduler = app.scheduler()
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


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
                timeout_graceful_shutdown=10,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def listen(self, host: str, port: int) -> None:
        """Serve on `host:port` until `should_exit`."""
        # Named as TCP so that asyncio turns Nagle's algorithm off; it delays answers by 40 ms.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        await self.serve([listening])
