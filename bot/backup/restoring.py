"""Restoring a backup into an empty database, in one transaction: all of it and what follows from it, or nothing."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyrage import x25519
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlmodel import Session

from bot.backup import aftermath, counters, filling
from bot.backup.aftermath import Aftermath
from bot.backup.reading import Contents, read
from bot.backup.sealing import Unreadable
from bot.backup.target import Unwilling
from bot.store import open_engine
from models import schema


@dataclass(frozen=True)
class Order:
    """What is to be restored, and where to."""

    file: Path
    identities: Sequence[x25519.Identity]
    url: str
    """An empty database, with its driver."""
    erased: Mapping[str, str]
    """Who was erased: what `Ledger.read` returned."""
    now: datetime
    """Aware."""
    resend: bool = False
    """Whether notices that are due are said, perhaps once more."""


@dataclass(frozen=True)
class Restored:
    """What was restored: all counts and digests were those of the backup when it was committed."""

    contents: Contents
    aftermath: Aftermath


def restore(order: Order, dice: random.Random) -> Restored:
    """Restore a backup. `dice` draws what erasure and the log control need.

    Raises:
        Unwilling: it was not restored, in a plain sentence; the database is as it was.
    """
    engine = open_engine(order.url)
    try:
        with engine.begin() as connection:
            contents = fill(connection, order)
            if contents.header.schema != schema.newest():
                schema.upgrade(connection)
            with Session(connection) as session:
                done = aftermath.settle(session, order.erased, order.now, dice, resend=order.resend)
    except Unreadable as unreadable:
        raise Unwilling(f"{order.file.name} is not restored: {unreadable}.") from None
    except (IntegrityError, DataError) as unfit:
        raise Unwilling(
            f"{order.file.name} is not restored: the database does not take its rows ({_name(unfit)}) and is as it was."
        ) from None
    except SQLAlchemyError as wrong:
        raise Unwilling(
            f"Not restored: the database cannot be reached or written ({_name(wrong)}). It is as it was."
        ) from None
    except OSError as wrong:
        raise Unwilling(f"Not restored: {order.file.name} cannot be read ({wrong.strerror}).") from None
    finally:
        engine.dispose()
    return Restored(contents, done)


def fill(connection: Connection, order: Order) -> Contents:
    """Write the rows of the backup into the empty database behind `connection`, and compare them; nothing else.

    Raises:
        Unwilling, Unreadable: it cannot be done: nothing may be committed.
    """
    rows = filling.Filling(connection)
    contents = read(order.file, order.identities, rows)
    rows.end()
    if missing := rows.missing(contents.tables):
        raise Unwilling(
            f"{order.file.name} is not restored: it lacks tables of its schema ({', '.join(sorted(missing))})."
        )
    filling.compare(connection, contents.tables, contents.manifest)
    counters.write(connection, contents.tables, contents.manifest.counters)
    return contents


def _name(wrong: SQLAlchemyError) -> str:
    """What went wrong by the driver's own word; its text may hold values."""
    return type(getattr(wrong, "orig", None) or wrong).__name__
