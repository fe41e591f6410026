"""What the command line says of the keys outside the database."""

import sys

from rich.console import Console
from rich.progress import Progress

from bot.errors import StorageDown
from bot.sealed.ring import NAME, KeyRing, new_key
from bot.sealed.rotation import Rotated, needed, rotate
from bot.store import Store

HOW = """A new key. Keep it as you keep a password: whoever has it and the database reads everything.
1. Put a copy in a sealed envelope in the board's safe before anything is sealed with it. Lose every copy, and all that
   is written of people is lost with it; nobody can help. `python -m bot keys escrow` prints what to note on it.
2. Put the line first in KEY_FILE, or in KEY_ENCRYPTION_KEY before the others and a comma, and start the bot again.
   With several machines: put it last on all of them and start them again, then first on all of them, and again.
3. `python -m bot keys rotate` seals with it what the old keys sealed, and says when an old key may go.
"""
MAY_GO = (
    "Nothing needs the key {name} any more: take it off the ring on every machine and start the bot again. "
    "Backups from before today still need it: destroy its copies when they are gone."
)


def print_new(name: str) -> int:
    """Print a new key alone on standard output, and on the other what to do with it.

    Returns:
        The exit code: 1 where the name is none.
    """
    if not NAME.fullmatch(name):
        sys.stderr.write("A key's name is 1-32 of a-z, 0-9 and -, for instance 2026-11.\n")
        return 1
    sys.stderr.write(HOW)
    sys.stdout.write(f"{new_key(name)}\n")
    return 0


def print_escrow(ring: KeyRing) -> int:
    """Print each key's name and fingerprint, to note beside the sealed copy and in KEY_ESCROW.

    Returns:
        The exit code.
    """
    for name, mark in ring.fingerprints.items():
        sys.stdout.write(f"{name} {mark}\n")
    sys.stderr.write("When the copies are in the safe: KEY_ESCROW=" + ",".join(ring.fingerprints.values()) + "\n")
    return 0


def rotate_keys(store: Store, ring: KeyRing) -> int:
    """Seal everything with the current key, with a progress bar, and say which keys may go.

    Returns:
        The exit code: 1 where something could not be sealed anew, or the database went away.
    """
    console = Console(soft_wrap=True, highlight=False)
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Sealing anew", total=None)
            done = rotate(store, ring, lambda done, total: progress.update(task, completed=done, total=total))
        left = store.run_now(needed)
    except StorageDown as down:
        console.print(f"Stopped: the database went away ({down}). What was done stands. Run it again.", markup=False)
        return 1
    for line in _lines(ring, done, left):
        console.print(line, markup=False)
    return 1 if set(left) - {ring.current} else 0


def _lines(ring: KeyRing, done: Rotated, left: dict[str, int]) -> list[str]:
    did = f"{done.clients} files' keys, {done.factors} ways in, {done.reports} reports and documents"
    lines = [f"Sealed anew with {ring.current}: {did}."]
    if done.unopened:
        lines.append(
            f"Could not be opened, and stay as they are: {done.unopened}. Their key is missing or not the same."
        )
    for name, count in sorted(left.items()):
        if name != ring.current:
            there = "is still needed: run this again" if name in ring.names else "is MISSING: put it on the ring"
            lines.append(f"The key {name} {there} ({count} rows).")
    return [*lines, *(MAY_GO.format(name=name) for name in sorted(ring.names - set(left) - {ring.current}))]
