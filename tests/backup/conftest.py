"""Empty databases to restore into."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

Empty = Callable[[str], str]


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Empty]:
    """Makes a database without tables, on the engine of that name; its URL."""
    made: list[str] = []

    def make(engine: str) -> str:
        name = f"e{random.SystemRandom().getrandbits(48):x}"
        if engine == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        admin: str = request.getfixturevalue("postgres")
        _administer(admin, f"CREATE DATABASE {name} TEMPLATE template0")
        made.append(name)
        before, _, query = admin.partition("?")
        return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    yield make
    for name in made:
        _administer(request.getfixturevalue("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
