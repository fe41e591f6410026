"""`python -m bot demo` as a process of its own; no browser."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.demo.page import Page
from bot.demo.telegram.server import LocalTelegram
from tests.forked import ROOT, bot

COMMAND = [sys.executable, "-m", "bot", "demo"]
LEAVE_SECONDS = 15.0
"""Two on a machine with nothing else to do; beside a whole suite it may take a few more."""


async def _start(tmp_path: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *COMMAND,
        *arguments,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def _left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The demo's process and its address."""
    process = await _start(tmp_path, "--port", "0")
    assert process.stdout
    said = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    address = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert address, said
    yield process, address.group()
    if process.returncode is None:
        process.kill()
        await process.communicate()


async def test_a_taken_port_ends_it_with_one_clear_line(tmp_path: Path) -> None:
    async with LocalTelegram() as other:
        port = other.url.rpartition(":")[2]
        done = await asyncio.to_thread(bot, ROOT, "demo", "--port", port, TMPDIR=str(tmp_path))
    assert done.returncode > 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"Port {port} on 127.0.0.1 is taken. Choose another: make demo PORT={int(port) + 1}"
    ]
    assert _left(tmp_path) == []


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
async def test_it_prints_its_address_serves_the_page_and_leaves_nothing_behind(
    demo: tuple[asyncio.subprocess.Process, str], tmp_path: Path, ending: signal.Signals
) -> None:
    process, url = demo
    assert _left(tmp_path), "the database lies in the temporary folder while the demo is open"
    async with ClientSession() as session:
        async with session.get(url) as answer:
            assert answer.status == 200
            assert "Handslag" in await answer.text()
        stream = await session.get(f"{url}/phones/events")  # a window that is open
        process.send_signal(ending)
        await asyncio.wait_for(process.communicate(), LEAVE_SECONDS)
        stream.close()
    assert process.returncode == 0
    assert _left(tmp_path) == []


async def test_the_page_forbids_everything_that_is_not_its_own() -> None:
    async with (
        LocalTelegram(routes=Page().routes()) as telegram,
        ClientSession() as session,
        session.get(telegram.url) as answer,
    ):
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        page = await answer.text()
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in str(policy)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=|https?://", page)


@pytest.mark.timeout(300)
async def test_the_story_plays_to_its_end_and_every_step_gives_what_it_expects(tmp_path: Path) -> None:
    process = await _start(tmp_path, "--script")
    said, errors = await asyncio.wait_for(process.communicate(), 240)
    lines = said.decode().splitlines()
    assert process.returncode == 0, (lines[-40:], errors.decode()[-2000:])
    last = re.fullmatch(r"(\d+) passed, 0 failed", lines[-1])
    assert last, lines[-1]
    assert int(last.group(1)) >= 20
    assert sum(line.startswith("   ✓ ") for line in lines) == int(last.group(1))
    assert _left(tmp_path) == []


async def test_a_first_morning_that_is_no_date_is_told_without_a_traceback(tmp_path: Path) -> None:
    done = await asyncio.to_thread(bot, ROOT, "demo", "--start", "igår", TMPDIR=str(tmp_path))
    assert done.returncode > 0
    assert done.stderr.splitlines() == ["--start takes a date as YYYY-MM-DD, not 'igår'"]
