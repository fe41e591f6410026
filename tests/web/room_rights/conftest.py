"""The room with a ledger of who was erased, and those who record, decide and keep inside."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from structlog.typing import EventDict

from bot.demo.cast import ADA, MAJ, OLLE, YLVA
from bot.sealed.ledger import Ledger
from bot.serving import Server
from bot.store import Store
from bot.web.room.app import room_routes
from tests.hands import HandClock
from tests.web.room.conftest import logged, played, staged
from tests.web.room.visiting import OpenRoom, Visitor, parts

__all__ = ["ada", "logged", "maj", "olle", "played", "room", "staged", "ylva"]


@pytest.fixture
async def room(played: Store, clock: HandClock, logged: list[EventDict], tmp_path: Path) -> AsyncIterator[OpenRoom]:
    """The room, at nine o'clock on 3 October 2022; its ledger lies in `tmp_path`."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    bare = parts(played, clock, f"http://127.0.0.1:{listening.getsockname()[1]}")
    room = OpenRoom(played, clock, replace(bare, house=replace(bare.house, ledger=Ledger(tmp_path / "erased.log"))))
    server = Server(Starlette(routes=room_routes(room.parts)))
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn sends no word
        await asyncio.sleep(0.005)
    yield room
    server.should_exit = True
    await serving


@pytest.fixture
async def ylva(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The caseworker, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(YLVA)


@pytest.fixture
async def olle(room: OpenRoom) -> AsyncIterator[Visitor]:
    """Her colleague, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(OLLE)


@pytest.fixture
async def maj(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The manager, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(MAJ)


@pytest.fixture
async def ada(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The administrator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(ADA)
