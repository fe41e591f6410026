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

    Where months pass, and the test is about neither, cards stay and nobody is asked about the record: far less to do.
    """
    asleep = {"cleaning", "record_questions"} if request.node.get_closest_marker("months") else ()
    async with Production(tmp_path, now, dice=dice, stage=stage(now), asleep=asleep) as production:
        yield Play(production)
