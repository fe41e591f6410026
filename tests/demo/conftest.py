"""A local Telegram with two people in it, a clock that stands still, and a bare caller of the Bot API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World

KIM = 7
NEVER_WROTE = 8


class HandClock:
    """Stands still until it is moved by hand."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment it was put to."""
        return self._now

    def let_pass(self, **span: float) -> None:
        """Move on by a timedelta's parts: seconds=, hours= and so on."""
        self._now += timedelta(**span)


class Caller:
    """Calls the Bot API with plain HTTP."""

    def __init__(self, telegram: LocalTelegram, session: ClientSession) -> None:
        self.telegram = telegram
        self.session = session

    def url(self, method: str) -> str:
        """Where `method` is."""
        return f"{self.telegram.url}/bot{self.telegram.token}/{method}"

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        async with self.session.post(self.url(method), json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must be refused, its code and HTTP status being the same."""
        async with self.session.post(self.url(method), json=params) as response:
            answer = await response.json()
        assert answer["ok"] is False
        assert answer["error_code"] == response.status
        return f"{response.status} {answer['description']}"

    async def say(self, text: str = "hej", **params: Any) -> int:
        """The id of a message from the bot to Kim."""
        sent = await self.ok("sendMessage", chat_id=KIM, text=text, **params)
        return int(sent["message_id"])


async def until(holds: Callable[[], bool]) -> None:
    """Wait for `holds()`, three seconds at most."""
    for _ in range(600):
        if holds():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it did not come about within three seconds")


@pytest.fixture
def clock() -> HandClock:
    """Eight in the morning of a Monday, UTC."""
    return HandClock()


@pytest.fixture
def world(clock: HandClock) -> World:
    """Kim has started the bot, Robin never wrote to it."""
    world = World(clock)
    world.add_user(KIM, "Kim", started=True, role="uppsökare")
    world.add_user(NEVER_WROTE, "Robin", "en")
    return world


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[LocalTelegram]:
    """It runs, and tries webhooks again after 10 ms."""
    async with LocalTelegram(world, first_pause_s=0.01, longest_pause_s=0.05) as telegram:
        yield telegram


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """A connection of our own."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def bot(telegram: LocalTelegram, session: ClientSession) -> Caller:
    """The bare caller."""
    return Caller(telegram, session)
