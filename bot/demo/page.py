"""The demo in a browser: three phones and a clock, on 127.0.0.1."""

import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot import logs
from bot.clock import at_local, local, today
from bot.demo.production import Production
from bot.demo.telegram.server import PortTaken
from bot.serving import stop_on_signals

STATIC = Path(str(files("bot.demo").joinpath("static")))
# The room is opened under another name than 127.0.0.1, so that its cookies are as foreign here as within Telegram.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MONDAY = 0
FARTHEST = timedelta(days=366 * 5)


def morning_of(day: datetime) -> datetime:
    """Nine o'clock in Stockholm on `day`."""
    return at_local(day.date(), 9)


async def open_house(port: int, start: datetime) -> None:
    """Play the demo on `port` until a signal; ends the process with a reason where the port is taken."""
    logs.set_up(as_json=False)
    stop = stop_on_signals()
    folder = Path(tempfile.mkdtemp(prefix="handslag-demo-"))
    page = Page()
    try:
        async with Production(folder, start, port=port, routes=page.routes(), lag=0.4, board_meets=True) as production:
            page.production = production
            sys.stdout.write(f"Handslag's demo is open: {production.telegram.url}\nCtrl+C ends it.\n")
            await stop.wait()
    except PortTaken:
        sys.exit(f"Port {port} on 127.0.0.1 is taken. Choose another: make demo PORT={port + 1}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Page:
    """The page's own routes, beside the local Telegram's."""

    production: Production

    def routes(self) -> list[BaseRoute]:
        """The page, its files, the clock and *börja om*."""
        return [
            Route("/", self._index),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/clock", self._travel, methods=["POST"]),
            Route("/reset", self._reset, methods=["POST"]),
        ]

    async def _index(self, _request: Request) -> Response:
        return FileResponse(
            STATIC / "index.html", headers={"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
        )

    async def _travel(self, request: Request) -> Response:
        now = self.production.clock.now()
        try:
            destination = _destination(str((await request.json())["to"]), now)
        except (ValueError, KeyError, TypeError, OverflowError):
            return _no_journey("unreadable", 'send {"to": next-day, next-monday or YYYY-MM-DDTHH:MM}')
        if destination > now + FARTHEST:
            return _no_journey("tooFar", "choose a time at most five years ahead")
        try:
            await self.production.travel(destination)
        except ValueError as wrong:
            return _no_journey("past", str(wrong))
        return JSONResponse({"now": self.production.clock.now().isoformat()})

    async def _reset(self, _request: Request) -> Response:
        await self.production.reset()
        return JSONResponse({})


def _no_journey(reason: str, words: str) -> Response:
    """Why it did not happen: `reason` is a key in the page's own words."""
    return JSONResponse({"error": words, "reason": reason}, status_code=400)


def _destination(where: str, now: datetime) -> datetime:
    """The moment that the clock panel asks for.

    Raises:
        ValueError: it cannot be read.
    """
    if where == "next-day":
        return at_local(today(now) + timedelta(days=1), local(now).hour, local(now).minute)
    if where == "next-monday":
        days = (MONDAY - today(now).weekday()) % 7
        monday = at_local(today(now) + timedelta(days=days), 7, 30)
        return monday if monday > now else at_local(today(now) + timedelta(days=days or 7), 7, 30)
    chosen = datetime.fromisoformat(where)
    return at_local(chosen.date(), chosen.hour, chosen.minute)
