"""Starting and stopping: in this loop and as a process of its own."""

import asyncio
import json
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.clock import SharedClock
from bot.demo.telegram.api import TOKEN
from bot.demo.telegram.server import LocalTelegram, PortTaken
from tests.demo.conftest import KIM, Caller

MODULE = [sys.executable, "-m", "bot.demo.telegram"]


async def test_it_starts_and_stops_quickly(bot: Caller) -> None:
    started = time.perf_counter()
    async with LocalTelegram():
        pass
    assert time.perf_counter() - started < 0.2


async def test_a_taken_port_is_told_clearly(telegram: LocalTelegram) -> None:
    port = int(telegram.url.rpartition(":")[2])
    with pytest.raises(PortTaken, match=f"port {port} on 127.0.0.1 is taken"):
        async with LocalTelegram(port=port):
            pass


async def test_it_runs_as_a_process_of_its_own_on_a_shared_clock(tmp_path: Path, session: ClientSession) -> None:
    clock_file = tmp_path / "clock"
    SharedClock(clock_file).move_to(datetime(2030, 1, 1, tzinfo=UTC))
    process = await asyncio.create_subprocess_exec(
        *MODULE, "--clock", str(clock_file), "--limits", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    url = (await asyncio.wait_for(process.stdout.readline(), 10)).decode().strip()
    async with session.post(f"{url}/phones", json={"id": KIM, "first_name": "Kim", "started": True}) as response:
        assert response.status == 201
    async with session.get(f"{url}/phones/state") as response:
        assert json.loads(await response.read())["now"].startswith("2030-01-01")
    poll = asyncio.create_task(session.get(f"{url}/bot{TOKEN}/getUpdates?timeout=50"))
    await asyncio.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 3) == 0
    assert (await (await poll).json())["result"] == []


async def test_as_a_process_it_says_that_the_port_is_taken(telegram: LocalTelegram) -> None:
    port = telegram.url.rpartition(":")[2]
    process = await asyncio.create_subprocess_exec(*MODULE, "--port", port, stderr=asyncio.subprocess.PIPE)
    _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 1
    assert f"port {port} on 127.0.0.1 is taken" in errors.decode()
