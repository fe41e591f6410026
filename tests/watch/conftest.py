"""A process that watches itself, and the seconds that a test counts for it."""

import pytest

from bot.store import Store
from bot.watch.rounds import Rounds
from bot.watch.watch import Watch
from models import Service
from tests.hands import HandClock
from tests.watch.alarming import Stopwatch


@pytest.fixture
def stopwatch() -> Stopwatch:
    """The seconds of a process, which a test moves."""
    return Stopwatch()


@pytest.fixture
def watch(clock: HandClock, stopwatch: Stopwatch) -> Watch:
    """The watch of the process `here`."""
    return Watch(clock, "here", stopwatch)


@pytest.fixture
def rounds(played: Store, watch: Watch) -> Rounds:
    """Its rounds."""

    async def ask() -> None:
        """Telegram is not asked here."""

    return Rounds(played, watch, Service.WEB, ask)
