"""Has a backup taken in a process of its own, so that nothing in the bot waits for it."""

import asyncio
import contextlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from bot.backup.taking import NotTaken, Taken

HANDED_ON = ("HOME", "LANG", "PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR", "VIRTUAL_ENV")
"""What the process is told of this one's environment, and what PostgreSQL's library reads: no token and no key."""
REFUSED = 4
"""The exit code of `bot.backup` where its last line says why."""
ROOT = Path(__file__).parents[2]


async def take(url: str, recipients: str, target: Path, now: datetime, seconds: float) -> Taken:
    """`taking.take` in another process, which is ended after `seconds`, or when this is cancelled.

    Args:
        url: the database's. It may hold a password: it goes through a pipe, where nobody else sees it.
        recipients: public keys, with commas.
        target: the file to be.
        now: the moment (aware) that the backup says of itself.
        seconds: how long it may take.

    Raises:
        NotTaken: why no backup was taken.
    """
    order = {"url": url, "recipients": recipients, "target": str(target), "now": now.isoformat()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot.backup"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(seconds):
            return _taken(target, *await _talk(process, order), process.returncode)
    except TimeoutError:
        raise NotTaken(f"it was not done within {seconds:.0f} seconds") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _environment() -> dict[str, str]:
    told = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    told["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), told.get("PYTHONPATH"))))
    return told | {name: value for name, value in os.environ.items() if name.startswith("PG")}


async def _talk(process: asyncio.subprocess.Process, order: dict[str, str]) -> tuple[bytes, bytes]:
    """Give the order and read the answer; the pipe in stays open meanwhile, for it tells that we are here."""
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(json.dumps(order).encode() + b"\n")
        await process.stdin.drain()
    said, complaint = await asyncio.gather(process.stdout.read(), process.stderr.read())
    await process.wait()
    process.stdin.close()
    return said, complaint


def _taken(target: Path, said: bytes, complaint: bytes, code: int | None) -> Taken:
    if code == 0:
        answer = json.loads(said)
        return Taken(target, answer["size"], answer["digest"], answer["rows"], answer["schema"])
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2] if code == REFUSED else ""
    raise NotTaken(last or f"the process that took it ended with {code}")
