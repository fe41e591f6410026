"""`python -m tests.bench.counted_bot FILE`: `python -m bot run` that counts its statements.

On SIGUSR1 it writes to FILE how many were sent for updates, for notices and for the rest since the last time.
"""

import asyncio
import json
import random
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import event
from structlog.contextvars import get_contextvars

from bot import logs
from bot.app import App, clock_of
from bot.commands import migrate
from bot.serving import run
from bot.settings import Settings

TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


async def _run(app: App, file: Path) -> None:
    counted: Counter[str] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(TRANSACTION):
            return
        about = get_contextvars()
        counted["updates" if "update" in about else "notices" if "notice" in about else "rest"] += 1

    def tell() -> None:
        half = file.with_suffix(".half")
        half.write_text(json.dumps(counted), encoding="utf-8")
        half.replace(file)  # whoever waits for it finds it whole
        counted.clear()

    event.listen(app.store.engine, "before_cursor_execute", note)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, tell)
    await run(app)


def main() -> None:
    """Serve until SIGTERM."""
    settings = Settings()
    logs.set_up(as_json=True)
    migrate().dispose()
    asyncio.run(_run(App(settings, clock_of(settings), random.SystemRandom()), Path(sys.argv[1])))


if __name__ == "__main__":
    main()
