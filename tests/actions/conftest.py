"""The house that actions on sealed words need."""

from pathlib import Path

import pytest

from bot.turn import House
from tests.sealed.files import room_house


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a sealed room, whose ledger lies in `tmp_path`."""
    return room_house(tmp_path)
