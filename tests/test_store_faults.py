"""What is broken in the storage, what is our own fault, and that nothing stays half open."""

import asyncio
import contextlib
import errno
import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from bot import store as stores
from bot.errors import StorageDown
from bot.store import Store, open_engine
from models import HandledUpdate
from tests.small_stores import file, is_written, small, write
from tests.works import ON_POSTGRESQL, rows

__all__ = ["file", "small"]


def is_at_rest(store: Store) -> bool:
    """Whether no pooled connection has a transaction open."""
    with contextlib.closing(store.engine.raw_connection()) as connection:
        return not connection.driver_connection.in_transaction  # type: ignore[union-attr]


async def test_a_read_only_database_is_storage_down_and_no_transaction_stays_open(small: Store) -> None:
    with contextlib.closing(small.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA query_only=ON")
    with pytest.raises(StorageDown):
        await small.run(write)
    assert is_at_rest(small)
    assert is_written(small) == (False, False)
    await small.run(write)
    assert is_written(small) == (True, True)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EROFS])
async def test_a_file_beside_the_database_that_cannot_be_written_is_storage_down_and_undoes_all(
    small: Store, number: int
) -> None:
    def unit(session: Session) -> None:
        write(session)
        raise OSError(number, "no")

    with pytest.raises(StorageDown, match=errno.errorcode[number]):
        await small.run(unit)
    assert is_written(small) == (False, False)
    assert is_at_rest(small)


async def test_an_error_of_a_file_that_is_not_there_is_a_bug(small: Store) -> None:
    with pytest.raises(FileNotFoundError):
        await small.run(lambda _session: Path("/nowhere/at/all").read_text())


@pytest.mark.parametrize("statement", ["SELECT nothing FROM member", "SELEKT 1"])
async def test_a_statement_that_is_wrong_is_a_bug_and_not_met_for_ever(played: Store, statement: str) -> None:
    with pytest.raises((OperationalError, ProgrammingError)):
        await played.run(lambda session: session.execute(text(statement)))
    await played.run(write)
    assert is_written(played) == (True, True)


def test_a_file_that_was_moved_away_is_storage_down_and_no_other_is_made(small: Store, file: Path) -> None:
    moved = file.with_name("moved.db")
    file.rename(moved)
    with pytest.raises(StorageDown):
        small.run_now(write)
    assert not file.exists()
    moved.rename(file)
    assert is_written(small) == (False, False)
    small.run_now(write)
    assert is_written(small) == (True, True)


def test_a_file_that_was_replaced_is_the_one_that_is_written_from_then_on(small: Store, file: Path) -> None:
    copy = file.with_name("copy.db")
    with contextlib.closing(sqlite3.connect(file)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    copy.replace(file)
    small.run_now(write)
    with contextlib.closing(sqlite3.connect(file)) as fresh:
        assert fresh.execute("SELECT update_id FROM handledupdate").fetchall() == [(77,)]


async def test_whoever_waited_behind_a_unit_that_waited_in_vain_is_told_at_once(
    small: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "STUCK_SECONDS", 0.02)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    results = await asyncio.gather(*(small.run(write) for _ in range(40)), return_exceptions=True)
    assert all(isinstance(result, StorageDown) for result in results)
    assert time.monotonic() - begun < 1, "and not 40 times as long"
    other.execute("ROLLBACK")
    other.close()
    await small.run(write)
    assert len(rows(small, HandledUpdate)) == 1


@ON_POSTGRESQL
async def test_connections_to_a_database_that_became_read_only_are_not_kept_when_it_no_longer_is(
    played: Store, database_url: str
) -> None:
    admin = open_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")

    def set_read_only(way: str) -> None:
        with admin.connect() as connection:
            connection.execute(text("SET default_transaction_read_only = off"))
            name = connection.execute(text("SELECT current_database()")).scalar_one()
            connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {way}'))

    set_read_only("on")
    played.engine.dispose()
    for _ in range(3):
        with pytest.raises(StorageDown):
            await played.run(write)
    set_read_only("off")
    await played.run(write)
    assert is_written(played) == (True, True)
    admin.dispose()
