"""Real processes that leave, or are killed: nobody is refused, nothing hangs, and it is said who is gone."""

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clock import SharedClock
from bot.demo.cast import CAST, MAJ, YLVA
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.store import Store
from models import HandledUpdate, Heartbeat, Notice, NoticeKind
from tests.conftest import MORNING
from tests.faults.processes import READY
from tests.forked import start
from tests.test_delivery import owe
from tests.watch.test_health import processes_of, server
from tests.works import ON_POSTGRESQL, ON_SQLITE, rows

SECRET = "a-secret-of-the-webhook-0123456789"
START_SECONDS = 60.0
LEAVE_SECONDS = 10.0


@dataclass
class Running:
    """A process of the bot, and where it answers."""

    process: ForkServerProcess
    log: Path
    port: int

    async def ask(self, path: str) -> httpx.Response:
        """GET `path`."""
        async with httpx.AsyncClient() as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}", timeout=5)

    async def leave(self) -> float:
        """Ask it to leave with SIGTERM; after how many seconds it is gone."""
        begun = time.monotonic()
        self.process.terminate()
        await self.gone()
        return time.monotonic() - begun

    async def gone(self, seconds: float = LEAVE_SECONDS + 5) -> int:
        """Its exit code, once it has ended."""
        await asyncio.to_thread(self.process.join, seconds)
        assert self.process.exitcode is not None, f"there after {seconds} s"
        return self.process.exitcode

    def said(self) -> list[dict[str, Any]]:
        """What it has logged."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@dataclass
class Place:
    """A database and a Telegram for processes to run on."""

    url: str
    folder: Path
    telegram: LocalTelegram
    clock: SharedClock

    @property
    def world(self) -> World:
        """What is in Telegram."""
        return self.telegram.world

    @asynccontextmanager
    async def running(self, service: str, **settings: str) -> AsyncIterator[Running]:
        """`python -m bot SERVICE`, from when it says that it is ready; it is killed at the end, if it lives."""
        port = free_port()
        log = self.folder / f"{service}.log"
        usual = {
            "DATABASE_URL": self.url,
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": self.telegram.url,
            "SHARED_CLOCK": str(self.folder / "clock"),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "WEBHOOK_SECRET": SECRET,
            "PORT": str(port),
            "HEALTH_PORT": str(port),
        }
        log.touch()
        process = start(self.folder, [service], {**usual, **settings}, log)
        try:
            async with asyncio.timeout(START_SECONDS):
                while f'"event": "{READY[service]}"' not in log.read_text(encoding="utf-8"):
                    assert process.is_alive(), log.read_text(encoding="utf-8")
                    await asyncio.sleep(0.05)
            yield Running(process, log, port)
        finally:
            process.kill()
            process.join()
            process.close()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def place(played: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    clock = SharedClock(tmp_path / "clock")
    clock.move_to(MORNING)
    telegram = LocalTelegram(World(clock), first_pause_s=0.05, longest_pause_s=0.2)
    for player in CAST:
        telegram.world.add_user(player.telegram_id, player.name, started=True)
    async with telegram:
        yield Place(database_url, tmp_path, telegram, clock)


async def until(holds: Any) -> None:
    """Wait for `holds()`."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - a process sends no word
            await asyncio.sleep(0.02)


@ON_SQLITE
async def test_run_leaves_in_time_when_telegram_hangs_and_gives_back_what_it_could_not_say(
    played: Store, place: Place
) -> None:
    async with place.running("run") as bot:
        place.telegram.faults.add("timeout_after", "sendMessage", times=100, seconds=60)
        owe(played, MAJ, YLVA, place.clock.now())
        place.world.send_text(YLVA.telegram_id, "/meny")
        await until(lambda: rows(played, HandledUpdate) and len(place.world.chat(MAJ.telegram_id)) > 0)
        assert await bot.leave() < LEAVE_SECONDS
        assert bot.process.exitcode == 0
        [notice] = [row for row in rows(played, Notice) if row.kind is not NoticeKind.CARD_AGAIN]
        assert notice.sent_at is None
        assert notice.leased_until is not None
        assert notice.leased_until <= place.clock.now()
        assert not rows(played, Heartbeat)  # nobody is to miss it
        assert {line["service"] for line in bot.said()} == {"run"}
        assert len({line["process"] for line in bot.said()}) == 1


@ON_POSTGRESQL
async def test_web_says_at_once_that_it_leaves_and_takes_in_what_still_comes(played: Store, place: Place) -> None:
    async with place.running("web") as bot:
        assert (await bot.ask("/readyz")).status_code == 200
        bot.process.terminate()
        await asyncio.sleep(0.3)
        assert (await bot.ask("/readyz")).status_code == 503
        place.world.send_text(YLVA.telegram_id, "/meny")
        await until(lambda: not len(place.world.updates))
        assert len(rows(played, HandledUpdate)) == 1
        assert await bot.gone(LEAVE_SECONDS) == 0
        assert len(place.world.chat(YLVA.telegram_id)) == 2  # and it was answered


@ON_POSTGRESQL
async def test_a_request_that_never_ends_holds_nobody_back(place: Place) -> None:
    async with place.running("web", DRAIN_SECONDS="0") as bot:
        _, slow = await asyncio.open_connection("127.0.0.1", bot.port)
        head = (
            f"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}"
        )
        slow.write(f"{head}\r\n\r\n{{".encode())
        await slow.drain()
        await asyncio.sleep(0.3)
        assert await bot.leave() < LEAVE_SECONDS
        slow.close()


@ON_POSTGRESQL
async def test_a_worker_that_is_killed_is_missed_and_one_that_leaves_is_not(played: Store, place: Place) -> None:
    async with place.running("web") as web, place.running("worker") as worker:
        await until(lambda: {row.service for row in rows(played, Heartbeat)} == {"web", "worker"})
        assert (await web.ask("/readyz")).json()["status"] == "ok"
        assert (await worker.ask("/readyz")).json()["status"] == "ok"
        worker.process.kill()
        assert await worker.gone() == -signal.SIGKILL
        place.clock.move_to(place.clock.now() + timedelta(minutes=1))
        await asyncio.sleep(1.1)
        answer = await web.ask("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert answer.json()["worker"]["state"] == "away"
        ages = [
            line for line in (await web.ask("/metrics")).text.splitlines() if 'age_seconds{service="worker"}' in line
        ]
        assert float(ages[0].rpartition(" ")[2]) > 59


@ON_SQLITE
async def test_a_port_that_is_taken_does_not_stop_run_where_there_is_no_room(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with place.running("run", PUBLIC_URL="", PORT=str(taken.getsockname()[1])) as bot:
            [warning] = [line for line in bot.said() if line["level"] == "warning" and "port" in line]
            assert warning["port"] == taken.getsockname()[1]
            assert await bot.leave() < LEAVE_SECONDS


async def test_a_process_leaves_in_time_when_the_database_hangs(tmp_path: Path) -> None:
    with server() as (url, postmaster):
        clock = SharedClock(tmp_path / "clock")
        clock.move_to(MORNING)
        async with LocalTelegram(World(clock)) as telegram:
            place = Place(url, tmp_path, telegram, clock)
            async with place.running("worker") as bot:
                await asyncio.sleep(1)
                halted = processes_of(postmaster)
                for pid in halted:
                    os.kill(pid, signal.SIGSTOP)
                try:
                    await asyncio.sleep(2)
                    assert (await bot.ask("/readyz")).status_code == 503
                    assert await bot.leave() < LEAVE_SECONDS
                finally:
                    for pid in halted:
                        os.kill(pid, signal.SIGCONT)
