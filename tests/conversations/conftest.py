"""The whole product on a local Telegram, and the cast's phones."""

import random
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.demo.production import Production
from tests.conftest import stage
from tests.conversations.playing import Play


@pytest.fixture
async def play(
    tmp_path: Path, now: datetime, dice: random.Random, request: pytest.FixtureRequest
) -> AsyncIterator[Play]:
    """Nine o'clock on 3 October 2022; a test that needs another morning gives `now` as a parameter.

    Where months pass the test's marker names the ticks that it is about; the others sleep: far less to do.
    """
    months = request.node.get_closest_marker("months")
    awake = months.args if months else None
    async with Production(tmp_path, now, dice=dice, stage=stage(now), awake=awake) as production:
        yield Play(production)
