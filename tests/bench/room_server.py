"""The room alone, in a process of its own: `python -m tests.bench.room_server DATABASE_URL KEY`; prints its port."""

import asyncio
import os
import random
import socket
import sys

import uvicorn
from starlette.applications import Starlette

from bot.clock import SystemClock
from bot.sealed import KeyRing, Vault
from bot.store import Store, open_engine
from bot.turn import House
from bot.web.room.app import room_routes
from bot.web.room.parts import Parts

ORIGIN = "http://localhost"


async def serve(url: str, key: str) -> None:
    """Serve until killed."""
    clock = SystemClock()
    parts = Parts(
        store=Store(open_engine(url), clock),
        clock=clock,
        house=House("handslag_bench_bot", vault=Vault(KeyRing.read(key)), room_url=ORIGIN),
        dice=random.SystemRandom(),
        random_bytes=os.urandom,
        token="1:bench",
        ancestors="'none'",
    )
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen(256)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(Starlette(routes=room_routes(parts)), http="httptools", log_config=None, access_log=False)
    await uvicorn.Server(config).serve([listening])


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
