"""One unit of work, one transaction; on SQLite one at a time, on PostgreSQL a few at once."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from bot.clock import Clock, SystemClock
from bot.errors import StorageDown
from bot.failpoints import failpoint

T = TypeVar("T")
Unit = Callable[[Session], T]

TRIES = 4
POSTGRES_THREADS = 8
LOST_A_RACE = frozenset({"40001", "40P01"})  # PostgreSQL: serialization_failure, deadlock_detected
BUSY_SECONDS = 10
PATIENCE = "-c lock_timeout=8s -c statement_timeout=30s"  # a stuck lock is a 503, not a standstill


class Store:
    """The database. `run` takes a unit: a plain function over a session, which it commits or undoes whole."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self._clock = clock
        threads = 1 if self.on_sqlite else POSTGRES_THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of our own."""
        return self.engine.dialect.name == "sqlite"

    async def run(self, unit: Unit[T]) -> T:
        """Run `unit` in one transaction on a thread of the store's own, and return what it returns.

        The unit may run again when it lost a race; it must touch nothing but its session.

        Raises:
            StorageDown: the database is locked, full, broken or away; nothing was done.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_now, unit)

    def run_now(self, unit: Unit[T]) -> T:
        """The same on this thread, for the command line and for tests of actions."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(unit)
            except (StaleDataError, IntegrityError, OperationalError) as lost:
                if _lost_a_race(lost) and attempt < TRIES:
                    _pause(attempt)
                elif isinstance(lost, OperationalError):
                    raise StorageDown(type(lost).__name__) from lost
                else:
                    raise
            except (DataError, ProgrammingError):
                raise
            except (DatabaseError, InterfaceError) as away:
                raise StorageDown(type(away).__name__) from away
        raise AssertionError("unreachable")

    def _once(self, unit: Unit[T]) -> T:
        with Session(self.engine, expire_on_commit=False) as session:
            result = unit(session)
            failpoint("before-commit")
            session.commit()
        failpoint("after-commit")
        return result

    def now(self, session: Session) -> datetime:
        """The time that leases compare with: PostgreSQL's own clock, so that several machines agree."""
        if self.on_sqlite or not isinstance(self._clock, SystemClock):
            return self._clock.now()
        moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment

    def close(self) -> None:
        """Let running units end, then give the connections back."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _lost_a_race(error: StaleDataError | IntegrityError | OperationalError) -> bool:
    return isinstance(error, StaleDataError | IntegrityError) or getattr(error.orig, "sqlstate", None) in LOST_A_RACE


def _pause(attempt: int) -> None:
    from time import sleep

    sleep(random.uniform(0, 0.02) * 2**attempt)  # noqa: S311 - a pause, not a secret


def open_engine(url: str) -> Engine:
    """An engine for `url`, set up so that what was committed stays and what is erased is gone.

    Its errors never hold the values of a statement, which may be names.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_size=POSTGRES_THREADS,
            max_overflow=2,
            pool_pre_ping=True,
            connect_args={"options": PATIENCE},
            hide_parameters=True,
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
    connection.isolation_level = None  # the driver must not begin by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
