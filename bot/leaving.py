"""The way out: from the signal on a process has ten seconds, whatever hangs."""

import asyncio
import gc
import os
import signal
import threading

import structlog

from bot.app import App

log = structlog.get_logger()
LEAVE_SECONDS = 10.0
LAST_RESORT_SECONDS = 9.5
"""Threads that hang in a database would hold the interpreter back for ever; what they began is undone with them."""


class Leaving:
    """From SIGTERM or SIGINT on `app` takes nothing new in, and has to be gone soon."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._timer = threading.Timer(LAST_RESORT_SECONDS, _leave_at_once)
        self._timer.daemon = True
        self.begun = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._begin)

    def _begin(self) -> None:
        if self.begun.is_set():
            return
        log.info("leaving")
        self._app.watch.is_ready = False
        self._app.leave_by = asyncio.get_running_loop().time() + LEAVE_SECONDS
        self._timer.start()
        self.begun.set()

    def end(self) -> None:
        """Everything is let go of: nothing is left that could hang, but the interpreter looking for garbage.

        On a busy machine that takes seconds, for memory that is given back in a moment.
        """
        self._timer.cancel()
        gc.freeze()


def _leave_at_once() -> None:
    log.error("left with work under way", seconds=LAST_RESORT_SECONDS)
    os._exit(1)
