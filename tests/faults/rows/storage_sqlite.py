"""What can be wrong with a SQLite file while a process writes to it."""

import contextlib
import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.processes import Bot
from tests.faults.rows.storage_disk import filled, limited

LARGEST_FILE = 12 * 1024
LONGEST_LOG = 2 * 1024
NO_MORE_FILES = 3
Fault = Callable[[], contextlib.AbstractContextManager[None]]


def faults(path: Path, bot: Bot, *, disk: bool) -> dict[str, Fault]:
    """By name: each is entered where it begins, and left where it ends. `disk`: the file is on a disk of its own."""
    known: dict[str, Fault] = {
        "locked": lambda: locked(path),
        "too large": lambda: too_large(path, bot),
        "no more files": lambda: limited(bot.pid, resource.RLIMIT_NOFILE, NO_MORE_FILES),
        "moved away": lambda: moved_away(path),
    }
    if disk:
        known |= {
            "full disk": lambda: full(path),
            "full disk in a checkpoint": lambda: filled_in_a_checkpoint(path),
        }
    return known


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another connection holds the file for itself."""
    with _another(path, 10) as other:
        other.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextlib.contextmanager
def too_large(path: Path, bot: Bot) -> Iterator[None]:
    """What the process writes beyond a few pages fails (EFBIG, which SQLite calls a disk I/O error).

    Its log must not be what grows too large.
    """
    _begin_log_anew(path)
    if bot.log.stat().st_size > LONGEST_LOG:
        os.truncate(bot.log, 0)
    with limited(bot.pid, resource.RLIMIT_FSIZE, LARGEST_FILE):
        yield


@contextlib.contextmanager
def moved_away(path: Path) -> Iterator[None]:
    """The file has another name for a while."""
    away = path.with_name("away.db")
    path.rename(away)
    try:
        yield
    finally:
        assert not path.exists(), "another file was made in its place"
        away.rename(path)


@contextlib.contextmanager
def full(path: Path) -> Iterator[None]:
    """Not a byte is free for the log to grow."""
    _begin_log_anew(path)
    with filled(path.parent):
        yield


@contextlib.contextmanager
def filled_in_a_checkpoint(path: Path) -> Iterator[None]:
    """The disk is full when the log is to be copied into the file."""
    with (
        _another(path, 1) as other,
        filled(path.parent),
    ):
        with contextlib.suppress(sqlite3.OperationalError):
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield


def _begin_log_anew(path: Path) -> None:
    """Let the log have no length: in a long one there is room to write over what is copied already."""
    with _another(path, 10) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _another(path: Path, patience: float) -> contextlib.closing[sqlite3.Connection]:
    """A connection that is used by one thread after another."""
    return contextlib.closing(sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False))
