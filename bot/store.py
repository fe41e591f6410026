"""One unit of work, one transaction; on SQLite one at a time, on PostgreSQL a few at once."""

import asyncio
import contextvars
import errno
import random
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Engine, Select, bindparam, create_engine, event, inspect, select, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from bot import outbox, sqlite_file
from bot.clock import Clock, SystemClock
from bot.errors import StorageDown
from bot.failpoints import failpoint
from bot.watch.watch import Watch

T = TypeVar("T")
Unit = Callable[[Session], T]

TRIES = 4
POSTGRES_THREADS = 8
LOST_A_RACE = frozenset({"40001", "40P01"})  # PostgreSQL: serialization_failure, deadlock_detected
READ_ONLY = "25006"  # read_only_sql_transaction
TOO_COMPLEX = "54"  # the class of program_limit_exceeded
WRONG_STATEMENT = ("no such column", "syntax error", "too many", "too large", "no such function")
OF_THE_MACHINE = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.ENOMEM}
)
"""Errors of a file beside the database that say nothing about what was to be done: it can be done later."""
BUSY_SECONDS = 10
STUCK_SECONDS = 2
POOL_SECONDS = 10
PATIENCE = "-c lock_timeout=8s -c statement_timeout=30s"  # a stuck lock is a 503, not a standstill
A_DEAD_PEER = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""libpq: in seconds, the last in ms. A server whose machine is gone sends no word; else TCP waits for hours."""


class OneUnit(Session):
    """The session of one unit: a row that was read stands until the unit ends.

    SQLAlchemy forgets a row as soon as nobody holds it, and would read the same one again for the next who asks. It
    also builds the statement of `get` anew each time, which takes as long as to ask it: here it is built once.
    """

    def __init__(self, engine: Engine, **options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        super().__init__(engine, **options)
        self.held: list[object] = []

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own
        """The row with that primary key, as SQLAlchemy's `get`; one that is read for the first time by `by_key`."""
        mapper = inspect(entity)
        many = any(options.values()) or len(mapper.primary_key) > 1
        if many or mapper.identity_key_from_primary_key((ident,)) in self.identity_map:
            return super().get(entity, ident, **options)
        return self.scalars(by_key(mapper), {"key": ident}).one_or_none()


@cache
def by_key(mapper: Mapper[Any]) -> Select[Any]:
    """The statement for one row by its primary key, of one column."""
    (column,) = mapper.primary_key
    return select(mapper).where(column == bindparam("key", type_=column.type))


@event.listens_for(OneUnit, "loaded_as_persistent")
@event.listens_for(OneUnit, "pending_to_persistent")
def _hold(session: OneUnit, row: object) -> None:
    session.held.append(row)


class Store:
    """The database. `run` takes a unit: a plain function over a session, which it commits or undoes whole."""

    def __init__(self, engine: Engine, clock: Clock, watch: Watch | None = None) -> None:
        self.engine = engine
        self._clock = clock
        self._watch = watch or Watch(clock)
        self._stuck_at = 0.0
        threads = 1 if self.on_sqlite else POSTGRES_THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self.owed = asyncio.Event()
        """Set when somebody has come to be owed a notice: whoever delivers need not wait for the next look."""

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
        owes = False

        def watched(session: Session) -> T:
            nonlocal owes
            result = unit(session)
            owes = outbox.owes(session)
            return result

        asked = time.monotonic()
        here = contextvars.copy_context()  # what is logged on the thread belongs to what is logged here
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._threads, here.run, self._run_in_turn, watched, asked)
        except StorageDown:
            self._watch.storage_failed()
            raise
        self._watch.storage_answered()
        if owes:
            self.owed.set()
        return result

    def _run_in_turn(self, unit: Unit[T], asked: float) -> T:
        """Run it, unless one before it has just waited in vain: else each in the queue would wait as long again."""
        if asked < self._stuck_at:
            raise StorageDown("stuck")
        begun = time.monotonic()
        try:
            return self.run_now(unit)
        except StorageDown:
            if time.monotonic() - begun > STUCK_SECONDS:
                self._stuck_at = time.monotonic()
            raise

    def run_now(self, unit: Unit[T]) -> T:
        """The same on this thread, for the command line and for tests of actions."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(unit)
            except (StaleDataError, IntegrityError, OperationalError) as lost:
                if _lost_a_race(lost) and attempt < TRIES:
                    _pause(attempt)
                elif isinstance(lost, OperationalError) and not _is_ours(lost):
                    raise StorageDown(type(lost).__name__) from lost
                else:
                    raise
            except (DataError, ProgrammingError):
                raise
            except (DatabaseError, InterfaceError, PoolTimeout) as away:
                raise StorageDown(type(away).__name__) from away
            except OSError as broken:
                if broken.errno in OF_THE_MACHINE:
                    raise StorageDown(errno.errorcode[broken.errno]) from broken
                raise
        raise AssertionError("unreachable")

    def _once(self, unit: Unit[T]) -> T:
        with OneUnit(self.engine, expire_on_commit=False) as session:
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


def _is_ours(error: OperationalError) -> bool:
    """Whether the statement is at fault: it would be met again for ever, and hold up whatever comes after it."""
    if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return any(words in str(error.orig) for words in WRONG_STATEMENT)
    return str(getattr(error.orig, "sqlstate", None)).startswith(TOO_COMPLEX)


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0, 0.02) * 2**attempt)  # noqa: S311 - a pause, not a secret


def open_engine(url: str) -> Engine:
    """An engine for `url`, set up so that what was committed stays and what is erased is gone.

    Its errors never hold the values of a statement, which may be names.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
        sqlite_file.set_up(engine)
        return engine
    engine = create_engine(
        url,
        pool_size=POSTGRES_THREADS,
        max_overflow=2,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        connect_args={"options": PATIENCE, **A_DEAD_PEER},
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _let_go_of_read_only)
    return engine


def _let_go_of_read_only(context: ExceptionContext) -> None:
    """A connection to what has become read-only stays so when the server no longer is: connect anew."""
    if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True
