"""The ledger of erased files: kept outside the database, so that a restored backup brings nobody back.

A line holds the SHA-256 digest of a client's mark, which names nobody, and the moment. It is written and on the disk
before the transaction that erases commits. Where that transaction then fails, the line stands for an erasure that did
not happen; the next start does it, unless something was noted of the person after the line's moment: then life went on,
and a later line will come. In a backup from before an erasure nothing can be newer than its line. See
`bot.actions.erasure.replay`.

Each process reads the file that its own setting names: on several machines it must be one shared file, or be copied to
each before it starts. Back it up apart from the database, and never restore an older copy of it.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import structlog

from bot.errors import StorageDown

LINE = re.compile(r"([0-9a-f]{64}) ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00)")
log = structlog.get_logger()


class LedgerUnreadable(Exception):
    """The ledger is there and cannot be read: nothing may be shown before it is."""


def digest(mark: str) -> str:
    """What stands in the ledger for the client `mark`: SHA-256 in 64 hexadecimal digits."""
    return sha256(mark.encode()).hexdigest()


class Ledger:
    """The append-only file at `path`; it need not be there until something is erased."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, marks: Iterable[str], now: datetime) -> None:
        """Append a line for each of `marks`, erased at `now` (aware), to the disk; a new file is its owner's alone.

        Raises:
            StorageDown: it cannot be written; then nothing may be erased.
        """
        moment = now.astimezone(UTC).isoformat(timespec="microseconds")
        lines = "".join(f"{digest(mark)} {moment}\n" for mark in marks)
        try:
            self._append(lines.encode())
        except OSError as wrong:
            raise StorageDown(f"the erasure ledger cannot be written ({wrong.strerror})") from wrong

    def read(self) -> dict[str, str]:
        """When each client was erased last: ISO moment in UTC by digest. A line that a crash tore is left out.

        Raises:
            LedgerUnreadable: the file is there and cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return {}
        except OSError as wrong:
            raise LedgerUnreadable(f"the erasure ledger {self.path} cannot be read ({wrong.strerror})") from wrong
        found: dict[str, str] = {}
        for number, line in enumerate(text.split("\n"), 1):
            if match := LINE.fullmatch(line):
                found[match[1]] = max(match[2], found.get(match[1], ""))
            elif line:
                log.warning("a line of the erasure ledger was left out: torn in a crash, or changed", line=number)
        return found

    def _append(self, lines: bytes) -> None:
        made = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            torn = file.seek(0, os.SEEK_END) > 0 and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n"
            _write_whole(file.fileno(), (b"\n" if torn else b"") + lines)
            os.fsync(file.fileno())
        if made:
            _keep_name(self.path.parent)


def _write_whole(handle: int, data: bytes) -> None:
    """A full disk may take a part; then the rest is refused with an error."""
    while data:
        data = data[os.write(handle, data) :]


def _keep_name(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
