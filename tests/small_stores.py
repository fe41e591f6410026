"""A store on a small file that waits for no lock, and two writes that belong together."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.chat.handled import claim
from bot.demo.cast import YLVA, set_the_stage
from bot.store import Store, open_engine
from models import HandledUpdate
from tests.hands import HandClock, member
from tests.works import rows

SHORT_MS = 50


def impatient(engine: Engine) -> Engine:
    """The same engine, which waits 50 ms for a lock instead of ten seconds."""
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA busy_timeout={SHORT_MS}"))
    return engine


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file."""
    path = tmp_path / "down.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


@pytest.fixture
def small(file: Path, clock: HandClock) -> Iterator[Store]:
    """A store on that file, impatient, with the cast in it."""
    store = Store(impatient(open_engine(f"sqlite:///{file}")), clock)
    store.run_now(lambda session: set_the_stage(session, clock.now()))
    yield store
    store.close()


def write(session: Session) -> None:
    """Rename Ylva and remember an update: two writes that belong together."""
    claim(session, 77, member(session, YLVA).joined_at)
    member(session, YLVA).name = "Ylva Ändrad"
    session.flush()


def is_written(store: Store) -> tuple[bool, bool]:
    """Which of the two writes stand."""
    name = store.run_now(lambda session: member(session, YLVA).name)
    return bool(rows(store, HandledUpdate)), name != YLVA.name
