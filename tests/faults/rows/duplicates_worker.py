"""`python -m tests.faults.rows.duplicates_worker URL TELEGRAM STEP`: a notice worker that hurries.

The real delivery of the real app, `STEP` seconds between two notices instead of Telegram's thirtieth part of one, and
no pause within a chat; until SIGTERM. It prints a line when it delivers.
"""

import asyncio
import random
import signal
import sys
from datetime import timedelta

from pydantic import SecretStr

from bot.app import build
from bot.demo.telegram.api import TOKEN
from bot.settings import Settings

IN_FLIGHT = 64


async def main(url: str, telegram: str, step: float) -> None:
    """Deliver."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
        database_url=url,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=telegram,
        in_flight=IN_FLIGHT,
    )
    app = build(settings, dice=random.SystemRandom())
    app.chat_pause = 0.0
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with app:
        app.delivery.step = timedelta(seconds=step)
        sys.stdout.write("delivering\n")
        sys.stdout.flush()
        await app.delivery.run(stop, asyncio.Event())


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
