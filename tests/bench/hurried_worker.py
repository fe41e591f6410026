"""`python -m tests.bench.hurried_worker`: `python -m bot worker` without Telegram's pace: what it can do by itself."""

import asyncio
import random
from datetime import timedelta
from typing import Self

from bot import logs
from bot.app import App, clock_of
from bot.serving import worker
from bot.settings import Settings


class Hurried(App):
    """Says notices as fast as it can."""

    async def __aenter__(self) -> Self:
        """Connect, as ever, and hurry from then on."""
        self.chat_pause = 0.0
        await super().__aenter__()
        self.delivery.step = timedelta()
        return self


def main() -> None:
    """Deliver until SIGTERM."""
    settings = Settings()
    logs.set_up(as_json=True)
    asyncio.run(worker(Hurried(settings, clock_of(settings), random.SystemRandom())))


if __name__ == "__main__":
    main()
