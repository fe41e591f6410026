"""Populated databases at every earlier migration, to be copied, migrated and killed."""

import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text

from bot.store import open_engine
from models import schema
from tests.faults import databases
from tests.faults.figures import Order
from tests.faults.rows.migrations_filling import fill
from tests.faults.rows.migrations_state import State, rows_of, state_of, tables_of


@dataclass(frozen=True)
class Base:
    """A populated database at an earlier migration, and what a migration that nobody disturbs makes of it."""

    number: str
    url: str
    old: State
    new: State
    statements: int
    """How many statements that migration has, from the first look at the version to the last."""
    kept: bool
    """Whether every row is there afterwards, every old column as it was."""


class Grounds:
    """Where the row is played: the databases of one server, or the files of one folder."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._numbers = count(1)

    def base(self, number: str) -> Base:
        """Build one, filled with rows, and see what becomes of it undisturbed."""
        url = self._new(f"base_{number}")
        engine = open_engine(url)
        schema.migrate(engine, number)
        with engine.begin() as connection:
            fill(connection)
            known = tables_of(connection)
        old, before = state_of(engine), rows_of(engine, known)
        engine.dispose()
        migrated = open_engine(self.copy(url))
        statements = _migrate_and_count(migrated)
        new, after = state_of(migrated), rows_of(migrated, known)
        migrated.dispose()
        return Base(number, url, old, new, statements, before == after)

    def copy(self, url: str) -> str:
        """A copy of a database that nobody uses; its URL."""
        name = f"copy_{next(self._numbers)}"
        if not self._order.admin_url:
            copy = self._order.folder / f"{name}.db"
            _copy_file(_file(url), copy)
            return f"sqlite:///{copy}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {_name(url)}")
        return url.replace(f"/{_name(url)}?", f"/{name}?")

    def drop(self, url: str) -> None:
        """Throw a copy away."""
        if self._order.admin_url:
            self._administer(f"DROP DATABASE {_name(url)} WITH (FORCE)")
            return
        for file in _file(url).parent.glob(f"{_file(url).name}*"):
            file.unlink()

    def state(self, url: str) -> State:
        """What a database is, whose process may just have been killed; on SQLite it is left as the kill left it."""
        if not self._order.admin_url:
            looked_at = self._order.folder / "autopsy.db"
            _copy_file(_file(url), looked_at)
            url = f"sqlite:///{looked_at}"
        engine = create_engine(url)
        try:
            return state_of(engine)
        finally:
            engine.dispose()

    def _new(self, name: str) -> str:
        if self._order.admin_url:
            return databases.create_on(self._order.admin_url, name)
        return f"sqlite:///{self._order.folder / name}.db"

    def _administer(self, statement: str) -> None:
        engine = create_engine(self._order.admin_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _migrate_and_count(engine: Engine) -> int:
    executed = []
    event.listen(engine, "after_cursor_execute", lambda *_: executed.append(1))
    schema.migrate(engine)
    return len(executed)


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _copy_file(source: Path, target: Path) -> None:
    for ending in ("", "-wal"):
        there, here = source.with_name(source.name + ending), target.with_name(target.name + ending)
        here.unlink(missing_ok=True)
        if there.exists():
            shutil.copyfile(there, here)
    target.with_name(f"{target.name}-shm").unlink(missing_ok=True)
