"""The processes that the harness starts, and ends by their ids: the local Telegram, and bots through the nursery."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
READY = {"run": "running", "web": "serving", "worker": "working"}
START_SECONDS = 120.0
COLD_EVERY = 25
"""So many starts, and one is from scratch, without what the nursery has imported."""
_KEPT = ("PATH", "HOME", "LANG", "TZ", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")


def environment(**more: str) -> dict[str, str]:
    """A small environment for a process: nothing of ours but what it needs, so that no setting leaks in."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


class LocalTelegram:
    """`python -m bot.demo.telegram` for as long as the `async with` lasts. `url` is known once it is entered."""

    def __init__(self, folder: Path, clock: Path) -> None:
        self._folder = folder
        self._clock = clock

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.demo.telegram", "--clock", str(self._clock)),
            stdout=asyncio.subprocess.PIPE,
            cwd=self._folder,
            env=environment(),
        )
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS)
        self.url = line.decode().strip()
        assert self.url, "the local Telegram did not start"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()


@dataclass
class Bot:
    """One process of the bot."""

    service: str
    pid: int
    log: Path
    ended: "asyncio.Future[int]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return not self.ended.done()

    async def is_serving(self) -> bool:
        """Wait until it says so in its log, or has ended; which of the two.

        Raises:
            TimeoutError: neither.
        """
        word = f'"event": "{READY[self.service]}"'.encode()
        async with asyncio.timeout(START_SECONDS):
            while self.is_alive:
                if word in self.log.read_bytes():
                    return True
                await asyncio.sleep(0.005)
        return False


class Nursery:
    """Starts bots, tells of their ends, and counts what they log in `logged`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._bots: dict[int, Bot] = {}
        self._died: dict[int, int] = {}
        self.logged: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.nursery"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=self._folder,
            env=environment(),
        )
        assert self._process.stdin
        assert self._process.stdout
        self._orders, self._news = self._process.stdin, self._process.stdout
        await asyncio.wait_for(self._news.readline(), START_SECONDS)
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._orders.close()
        await self._process.wait()
        await self._reading
        for bot in self._bots.values():
            self._read_log(bot)

    async def start(self, service: str, env: dict[str, str]) -> Bot:
        """`python -m bot SERVICE` in `env`; one start at a time. What follows a `#` in its name tells copies apart."""
        number = next(self._numbers)
        service = service.partition("#")[0]
        log = self._folder / f"{service}-{number}.log"
        log.touch()
        self._order({"start": [service], "env": env, "log": str(log), "cold": number % COLD_EVERY == 0})
        pid = await self._born.get()
        bot = self._bots[pid] = Bot(service, pid, log)
        if pid in self._died:
            self._bury(pid, self._died.pop(pid))
        return bot

    def end(self, bot: Bot, how: signal.Signals = signal.SIGKILL) -> None:
        """End it, if it lives."""
        self._order({"kill": bot.pid, "signal": how})

    def _order(self, order: dict[str, Any]) -> None:
        self._orders.write(json.dumps(order).encode() + b"\n")

    async def _read(self) -> None:
        while line := await self._news.readline():
            news = json.loads(line)
            if "pid" in news:
                self._born.put_nowait(news["pid"])
            elif news["ended"] in self._bots:
                self._bury(news["ended"], news["code"])
            else:
                self._died[news["ended"]] = news["code"]  # before `start` heard of it

    def _bury(self, pid: int, code: int) -> None:
        bot = self._bots.pop(pid)
        self._read_log(bot)
        bot.ended.set_result(code)

    def _read_log(self, bot: Bot) -> None:
        """Count warnings, errors and whatever is no line of the log, and throw the log away."""
        self.logged.update(filter(None, map(_complaint, bot.log.read_text(errors="replace").splitlines())))
        bot.log.unlink()


def _complaint(line: str) -> str:
    """What a line of the log complains about; nothing where it does not."""
    if line.startswith("INFO "):
        return ""
    try:
        entry = json.loads(line)
        why = entry.get("said") or entry.get("error") or entry.get("exception", "")[-300:]
        return "" if entry["level"] == "info" else f"{entry['level']}: {entry['event']} {why}"
    except (ValueError, KeyError, AttributeError):
        return f"unstructured: {line[:100]}"
