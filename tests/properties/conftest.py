"""A database that every example has to itself: what it wrote is undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store import open_engine


@pytest.fixture(scope="module")
def clean(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on an empty, migrated SQLite file."""
    path = tmp_path_factory.mktemp("properties") / "handslag.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
