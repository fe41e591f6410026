"""The anchor: the newest link of the audit's chain, kept in a file outside the database."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import structlog
from sqlmodel import Session, col, select

from models import AuditSeal

FIRST = sha256(b"handslag audit chain").digest()
"""What stands before the first link."""
LINE = re.compile(r"([0-9]{1,19}) ([0-9a-f]{64}) ([0-9T:.-]{26}\+00:00)")
TAIL_BYTES = 512
"""More than the two longest lines."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Head:
    """A link by its number (0 before the first) and its SHA-256 digest of 32 bytes. Written: number, space, hex."""

    number: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.number} {self.digest.hex()}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """The head that `text` writes.

        Raises:
            ValueError: it writes none.
        """
        found = re.fullmatch(r"([0-9]{1,19})\s+([0-9a-fA-F]{64})", text.strip())
        if not found:
            raise ValueError("not a number and 64 hexadecimal digits")
        return cls(int(found[1]), bytes.fromhex(found[2]))


@dataclass(frozen=True)
class Anchor:
    """A head that was written down outside the database, and when; `at` is nothing where nobody knows."""

    head: Head
    at: datetime | None = None


def newest(session: Session) -> Head:
    """The newest link in the database."""
    last = select(AuditSeal.number, AuditSeal.digest).order_by(col(AuditSeal.number).desc()).limit(1)
    found = session.exec(last).first()
    return Head(*found) if found else Head(0, FIRST)


def keep_head(session: Session, now: datetime, path: Path) -> int:
    """Write the newest link down in the file at `path`, unless it is the file's last already or there is none.

    Call it in a transaction of its own, so that what it writes down is committed.

    Returns:
        0: there is no more to do.

    Raises:
        OSError: the file cannot be read or written.
    """
    head = newest(session)
    if head.number and head != _last(path):
        write(path, head, now)
    return 0


def write(path: Path, head: Head, now: datetime) -> None:
    """Append `head` and the moment `now` (aware) to the file at `path`, down to the disk.

    A file that is made here is its owner's alone.

    Raises:
        OSError: the file cannot be written.
    """
    made = not path.exists()
    torn = not _tail(path).endswith(b"\n") and not made
    line = f"{head} {now.astimezone(UTC).isoformat(timespec='microseconds')}\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
        file.write(("\n" if torn else "").encode() + line.encode())
        file.flush()
        os.fsync(file.fileno())
    if made:
        _keep_name(path.parent)


def read(path: Path) -> tuple[Anchor, ...]:
    """All anchors in the file at `path`, the oldest first; none where there is no file.

    A line that a crash tore is left out, and the log says which.

    Raises:
        OSError: the file cannot be read.
    """
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    anchors = [_anchor(line) for line in lines[:-1]]
    unread = [number for number, anchor in enumerate(anchors, 1) if not anchor and lines[number - 1]]
    if lines[-1]:
        unread.append(len(lines))
    for number in unread:
        log.warning("a line of the anchor file was left out: torn in a crash, or changed", line=number, file=path.name)
    return tuple(anchor for anchor in anchors if anchor)


def _last(path: Path) -> Head | None:
    lines = _tail(path).decode(errors="replace").split("\n")[:-1]
    anchor = _anchor(lines[-1]) if lines else None
    return anchor.head if anchor else None


def _tail(path: Path) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return file.read()


def _anchor(line: str) -> Anchor | None:
    found = LINE.fullmatch(line)
    if not found:
        return None
    try:
        return Anchor(Head(int(found[1]), bytes.fromhex(found[2])), datetime.fromisoformat(found[3]))
    except ValueError:
        return None


def _keep_name(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
