"""What the command line says of backups."""

import random
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from bot.backup import folder, keys, protocol
from bot.backup.drill import drill
from bot.backup.keys import BadKey
from bot.backup.protocol import Line
from bot.backup.restoring import Order, restore
from bot.backup.taking import NotTaken, take
from bot.backup.target import Unwilling
from bot.sealed.ledger import Ledger, LedgerUnreadable
from bot.settings import Settings
from bot.store import open_engine

HOW = """The first line goes into BACKUP_RECIPIENTS on the server; it is no secret, and others may follow after a comma.
The last line is the secret. Print it, seal it in an envelope, and keep it in the board's safe: apart from the server,
from the backups, and from the envelope with the key that opens the room. It must not be on the server: whoever has it
and a backup reads everything but what is sealed in the room. Lose it, and no backup can be opened; nobody can help.
Once a quarter: `python -m bot restore FILE --key KEYFILE --drill`.
"""
NO_RECIPIENTS = "BACKUP_RECIPIENTS is not set: `python -m bot backup keys` makes a key and says where to put it."
NO_LEDGER = (
    "Not restored: there is no ledger of erased files at {path} (ERASURE_LEDGER). Put the newest copy there first: "
    "without it everybody who was erased after the backup comes back. If nobody ever was, say --without-ledger."
)


def print_keys() -> int:
    """Print a new key pair on standard output, and on the other what to do with it.

    Returns:
        The exit code.
    """
    public, secret = keys.new_pair()
    sys.stderr.write(HOW)
    sys.stdout.write(f"{public}\n{secret}\n")
    return 0


def take_now(settings: Settings, out: Path | None, now: datetime) -> int:
    """Take a backup into `out`, or into the folder of the backups under a name of its moment `now` (aware).

    Returns:
        The exit code: 1 where none was taken.
    """
    try:
        recipients = keys.recipients(settings.backup_recipients)
        if not recipients:
            return _no(NO_RECIPIENTS)
        target = out or settings.backup_folder / f"handslag-{now:%Y-%m-%dT%H%M%SZ}.age"
        if target.exists():
            return _no(f"{target} exists and was left as it is. Choose another name.")
        if out is None:
            folder.make(settings.backup_folder)
        taken = take(settings.database_url, recipients, target, now)
    except (BadKey, NotTaken) as no:
        return _no(f"No backup was taken: {no}.")
    except OSError as wrong:
        return _no(f"No backup was taken: the folder cannot be used ({wrong.strerror}).")
    sys.stdout.write(
        f"{target}: {taken.rows} rows, {taken.size} bytes, schema {taken.schema}, read back and compared.\n"
        f"SHA-256 {taken.digest}\n"
    )
    return 0


def restore_from(
    settings: Settings, file: Path, key: Path, now: datetime, *, resend: bool, without_ledger: bool
) -> int:
    """Restore `file` into the database of `settings`, with the secret in the file `key`, and say what came of it.

    Returns:
        The exit code: 1 where it was not restored, or where something is not as it must be.
    """
    try:
        order = _order(settings, file, key, now, resend=resend)
        if not without_ledger and not settings.erasure_ledger.exists():
            return _no(NO_LEDGER.format(path=settings.erasure_ledger))
        restored = restore(order, random.SystemRandom())
    except (Unwilling, BadKey) as no:
        return _no(str(no))
    engine = open_engine(settings.database_url)
    try:
        lines = [*protocol.written(restored, resend=resend), *protocol.looked_at(engine, settings, restored)]
    finally:
        engine.dispose()
    return _say([*lines, Line(protocol.LOST)])


def drill_with(settings: Settings, file: Path, key: Path, now: datetime) -> int:
    """Restore `file` into a database that is thrown away, and say what came of it.

    Returns:
        The exit code: 1 where it cannot be restored, or where something is not as it must be.
    """
    try:
        lines = drill(_order(settings, file, key, now), settings, random.SystemRandom(), time.monotonic)
    except (Unwilling, BadKey) as no:
        return _no(str(no))
    if not settings.erasure_ledger.exists():
        path = settings.erasure_ledger
        lines.append(Line(f"There is no ledger of erased files at {path}: a real restore would refuse."))
    return _say(lines)


def _order(settings: Settings, file: Path, key: Path, now: datetime, *, resend: bool = False) -> Order:
    try:
        identities = keys.identities(key)
    except OSError as wrong:
        raise BadKey(f"The key file {key} cannot be read ({wrong.strerror})") from None
    return Order(file, identities, settings.database_url, _erased(settings), now, resend)


def _erased(settings: Settings) -> Mapping[str, str]:
    try:
        return Ledger(settings.erasure_ledger).read()
    except LedgerUnreadable as unreadable:
        raise Unwilling(f"Not restored: {unreadable}. Without it nobody can tell who was erased.") from None


def _say(lines: Iterable[Line]) -> int:
    said = list(lines)
    for line in said:
        sys.stdout.write(f"{'✗' if line.bad else '✓'} {line.words}\n")
    return 1 if any(line.bad for line in said) else 0


def _no(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1
