"""Taking a backup: one snapshot of all tables into one encrypted file, which is read back before it gets its name."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from pyrage import x25519
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.backup import counters, folder, rows
from bot.backup.kinds import UnknownKind
from bot.backup.layout import Table, schema_of, tables_of
from bot.backup.manifest import Header, Manifest, Tally
from bot.backup.reading import Nobody, read
from bot.backup.sealing import Unreadable, seal
from bot.backup.snapshot import snapshot
from bot.sealed import anchor
from models import AuditSeal


class NotTaken(Exception):
    """No backup was taken, in words without anything that stands in the database; no file was left."""


@dataclass(frozen=True)
class Taken:
    """A backup that was written and found whole."""

    file: Path
    size: int
    """In bytes."""
    digest: str
    """SHA-256 of the encrypted file, in hex."""
    rows: int
    schema: str


def take(url: str, recipients: Sequence[x25519.Recipient], target: Path, now: datetime) -> Taken:
    """Back up the database at `url` into the file `target`, for each of `recipients`, while others write.

    The file is encrypted also to a key that is made here, never leaves this process's memory and is gone with it: so
    it can be read back and compared, where the secrets of the others are not. It proves what was written, not that
    anybody still has a secret: that is what a drill is for.

    Args:
        url: the database's, with its driver.
        recipients: at least one.
        target: the file; it is replaced where it exists.
        now: the moment (aware) that the backup says of itself, taken before the snapshot.

    Raises:
        NotTaken: the database or the file cannot be read or written, or what was written is not what was read.
    """
    passing = x25519.Identity.generate()
    try:
        with folder.new_file(target) as (file, temporary):
            writing = _Writing(now)
            with snapshot(url) as connection:
                seal(writing.lines(connection), file, [*recipients, passing.to_public()])
            folder.keep_on_disk(file)
            contents = read(temporary, [passing], Nobody())
            if contents.header != writing.header or contents.manifest != writing.manifest:
                raise NotTaken("what was written is not what was read from the database")
            with temporary.open("rb") as written:
                digest = file_digest(written, "sha256").hexdigest()
            size = temporary.stat().st_size
    except Unreadable as broken:
        raise NotTaken(f"what was written cannot be read back: {broken}") from None
    except UnknownKind as unknown:
        raise NotTaken(f"a column is of a type that backups do not know: {unknown}") from None
    except SQLAlchemyError as away:
        raise NotTaken(f"the database cannot be read ({type(away).__name__})") from None
    except OSError as wrong:
        raise NotTaken(f"the file cannot be written or read ({wrong.strerror or type(wrong).__name__})") from None
    except (ValueError, TypeError, OverflowError) as damaged:
        raise NotTaken(f"a value in the database is damaged ({type(damaged).__name__})") from None
    return Taken(target, size, digest, contents.manifest.rows, contents.header.schema)


class _Writing:
    """The lines of a backup, and what they came to."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.header: Header
        self.manifest: Manifest

    def lines(self, connection: Connection) -> Iterator[bytes]:
        """All lines, from the snapshot that `connection` sees."""
        tables = tables_of(connection)
        self.header = Header(schema_of(connection), self._now, connection.dialect.name)
        yield _line(self.header.as_json())
        tallies: dict[str, Tally] = {}
        for table in tables:
            tallies[table.name] = Tally()
            yield _line(table.as_json())
            yield from _counted(rows.lines(connection, table), tallies[table.name])
        counts = {name: tally.as_json() for name, tally in tallies.items()}
        self.manifest = Manifest(counts, counters.read(connection, tables), _audit_head(connection, tables))
        yield _line(self.manifest.as_json())


def _counted(lines: Iterator[bytes], tally: Tally) -> Iterator[bytes]:
    for line in lines:
        tally.count(line)
        yield line


def _audit_head(connection: Connection, tables: Sequence[Table]) -> str:
    if AuditSeal.__tablename__ not in {table.name for table in tables}:
        return ""
    return str(anchor.newest(Session(connection)))


def _line(said: object) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode()
