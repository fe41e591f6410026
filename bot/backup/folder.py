"""The folder of the backups: their names, how one comes into being there, and how old ones go."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

SCHEDULED = re.compile(r"handslag-[0-9]{4}-[0-9]{2}-[0-9]{2}\.age")
UNFINISHED = re.compile(r"\.handslag-.*\.part")
STALE = timedelta(days=1)
"""No backup takes so long: what is older was left by a process that was killed."""


def name_of(day: date) -> str:
    """The name of a day's scheduled backup."""
    return f"handslag-{day}.age"


@contextmanager
def new_file(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A new file that stands at `target` once the `with` has ended well, as a whole or not at all.

    It is its owner's alone, and on the disk before it gets its name. Until then it stands beside it under another.

    Raises:
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".handslag-{target.name}-", suffix=".part", dir=target.parent)  # mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, temporary
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    keep_name(target.parent)


def keep_on_disk(file: IO[bytes]) -> None:
    """Write `file` down to the disk, and let go of what memory holds of it, so that a reader reads the disk."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def keep_name(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make(folder: Path) -> None:
    """Make the folder, its owner's alone, where it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def tidy(folder: Path, kept: int, now: datetime) -> None:
    """Remove scheduled backups but the `kept` newest, and what killed processes left a day before `now` or earlier.

    Files with names of their own are left alone.

    Raises:
        OSError: one cannot be removed.
    """
    scheduled = sorted(path for path in folder.iterdir() if SCHEDULED.fullmatch(path.name))
    for path in scheduled[: max(0, len(scheduled) - kept)]:
        path.unlink(missing_ok=True)
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name) and path.stat().st_mtime < (now - STALE).timestamp():
            path.unlink(missing_ok=True)
