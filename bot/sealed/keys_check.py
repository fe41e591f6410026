"""What the doctor says of the keys outside the database, and of the ledger of erased files."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.sealed.ledger import Ledger, LedgerUnreadable, digest
from bot.sealed.ring import KeyRing
from models import Client

Said = tuple[str, bool]
"""What was found, and whether it is bad."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO
NO_COPY = (
    "Is there a sealed copy of the key {names}? Lose the key, and all that is written of people is lost. Put a copy in "
    "the board's safe, then note its fingerprint in KEY_ESCROW: `python -m bot keys escrow`."
)
LOST = (
    "{unnamed} of {count} erased files are not in the ledger {path}: it was lost, or is another machine's. A restored "
    "backup would bring them back."
)


def of_file(file: Path | None) -> Iterator[Said]:
    """Whether the key file is its owner's alone."""
    if file and file.exists() and file.stat().st_mode & OTHERS:
        yield f"KEY_FILE can be read by others: chmod 600 {file}", True


def of_ring(ring: KeyRing | None, escrow: str) -> Iterator[Said]:
    """Whether there is a key, and a sealed copy of each; `escrow` holds fingerprints with commas."""
    if ring is None:
        yield (
            "No key is set, so the room is closed and nothing can be written of people: `python -m bot keys new`.",
            True,
        )
        return
    copied = {mark.strip().lower() for mark in escrow.split(",")}
    bare = [name for name, mark in ring.fingerprints.items() if mark not in copied]
    if bare:
        yield NO_COPY.format(names=", ".join(bare)), True
    else:
        yield "There is a sealed copy of every key, says KEY_ESCROW. Try once a year whether it opens.", False


def of_rows(ring: KeyRing | None, needed: Mapping[str, int]) -> Iterator[Said]:
    """Which keys are needed by how many rows, and which are missing or may go."""
    names = ring.names if ring else frozenset[str]()
    current = ring.current if ring else ""
    for name, count in sorted(needed.items()):
        if name not in names:
            yield (
                f"The key {name} is MISSING: {count} files, ways in or reports cannot be opened. Put it back.",
                True,
            )
        elif name != current:
            yield f"The old key {name} is still needed ({count} rows): `python -m bot keys rotate`.", False
    for name in sorted(names - set(needed) - {current}):
        yield f"The old key {name} is needed by nothing: take it off the ring.", False


def of_ledger(session: Session, ledger: Ledger) -> Iterator[Said]:
    """Whether the ledger can be written, and holds everybody who was erased in the database."""
    folder = ledger.path.absolute().parent
    if not os.access(ledger.path if ledger.path.exists() else folder, os.W_OK):
        yield f"ERASURE_LEDGER ({ledger.path}) cannot be written: nothing will be erased.", True
    try:
        lines = ledger.read()
    except LedgerUnreadable as wrong:
        yield f"{wrong}: the bot will not start.", True
        return
    count = session.scalars(select(func.count()).where(col(Client.erased_at).is_not(None))).one()
    erased = session.scalars(
        select(col(Client.mark)).where(col(Client.erased_at).is_not(None)).execution_options(yield_per=5000)
    )
    unnamed = sum(digest(mark) not in lines for mark in erased)
    if unnamed:
        yield LOST.format(unnamed=unnamed, count=count, path=ledger.path), True
    elif count:
        yield f"{count} erased files, all in the ledger {ledger.path}. Back it up apart from the database.", False
