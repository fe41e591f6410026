"""The processes: the demo, everything in one, or webhook and worker apart."""

import asyncio
import errno
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.app import App


def demo(
    *,
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1.", envvar="PORT")] = 8080,
    start: Annotated[str, typer.Option(help="The first morning, as YYYY-MM-DD.")] = "2022-10-03",
    script: Annotated[bool, typer.Option("--script", help="Play the story here in the terminal, no browser.")] = False,
) -> None:
    """Play an outreach worker, a coordinator and a manager against the real bot, on this machine alone."""
    from bot.demo import page, story

    morning = page.morning_of(_date(start))
    if script:
        raise typer.Exit(asyncio.run(story.play(morning)))
    asyncio.run(page.open_house(port, morning))


def _date(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day
    except ValueError:
        sys.exit(f"--start takes a date as YYYY-MM-DD, not {text!r}")


def run() -> None:
    """Everything in one process: poller, notices and timetable. For a small board, on SQLite."""
    from bot import serving

    _serve(serving.run(_ready_app()))


def web() -> None:
    """Take updates in over a webhook. PostgreSQL, PUBLIC_URL and WEBHOOK_SECRET are needed."""
    from bot import serving

    _serve(serving.web(_ready_app(shared=True, webhook=True)))


def worker() -> None:
    """Say what is owed, and keep the timetable. PostgreSQL is needed; start as many as you like."""
    from bot import serving

    _serve(serving.worker(_ready_app(shared=True)))


def _ready_app(*, shared: bool = False, webhook: bool = False) -> "App":
    from bot import commands

    return commands.ready_app(shared=shared, webhook=webhook)


def _serve(process: "Coroutine[Any, Any, None]") -> None:
    """Run a process to its end; what its owner can mend ends it with a line, not a traceback."""
    from telegram.error import InvalidToken

    from bot.poller import TokenRefused
    from bot.sealed.ledger import LedgerUnreadable

    try:
        with asyncio.Runner(loop_factory=_new_loop) as runner:
            runner.run(process)
    except (InvalidToken, TokenRefused):
        sys.exit("Telegram does not know this TELEGRAM_TOKEN. Look it up with @BotFather.")
    except LedgerUnreadable as unreadable:
        sys.exit(f"Not started: {unreadable}. Without it nobody can tell who was erased. Look at ERASURE_LEDGER.")
    except OSError as taken:
        if taken.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES):
            raise
        sys.exit(f"Cannot listen: {taken.strerror}. PORT= chooses another port.")


def _new_loop() -> asyncio.AbstractEventLoop:
    """A faster loop where the platform has it."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
