"""`python -m bot.demo.telegram`: the local Telegram as a process of its own, for harnesses and speed tests."""

import argparse
import asyncio
import importlib.util
import signal
import sys
from pathlib import Path

from bot.clock import SharedClock
from bot.demo.telegram.server import LocalTelegram, PortTaken
from bot.demo.telegram.world import World


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, the URL alone on the first line; 1 when the port is taken."""
    options = _parser().parse_args(arguments)
    if importlib.util.find_spec("uvloop"):
        import uvloop

        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    else:
        runner = asyncio.Runner()
    with runner:
        return runner.run(_serve(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.demo.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--clock", type=Path, help="file with the clock's offset in seconds, shared with the bot")
    parser.add_argument("--limits", action="store_true", help="answer 429 to what comes faster than Telegram allows")
    parser.add_argument("--no-access-control", action="store_true", help="serve any Host and Origin")
    parser.add_argument("--keep", type=int, help="messages remembered per chat; all, unless given")
    parser.add_argument("--first-update-id", type=int, default=1)
    return parser


async def _serve(options: argparse.Namespace) -> int:
    world = World(SharedClock(options.clock), first_update_id=options.first_update_id, keep=options.keep)
    world.limits = options.limits
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with LocalTelegram(world, port=options.port, access_control=not options.no_access_control) as telegram:
            sys.stdout.write(f"{telegram.url}\n")
            sys.stdout.flush()
            await stop.wait()
    except PortTaken as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
