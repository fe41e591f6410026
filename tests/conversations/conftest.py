"""The whole product on a local Telegram, and the cast's phones."""

import random
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.demo.production import Production
from tests.conversations.playing import Play


@pytest.fixture
async def play(tmp_path: Path, now: datetime, dice: random.Random) -> AsyncIterator[Play]:
    """Nine o'clock on 3 October 2022; a test that needs another morning gives `now` as a parameter."""
    async with Production(tmp_path, now, dice=dice) as production:
        yield Play(production)
