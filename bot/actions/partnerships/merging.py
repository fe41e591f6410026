"""Rows that both a file and the room write: what the file says now, against what it said when it was last imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
R = TypeVar("R")
F = TypeVar("F")


@dataclass(frozen=True)
class Merged(Generic[R, F]):
    """What is to be done; whether the room has changed a row since, the caller sees by its own columns."""

    new: tuple[F, ...]
    """To be written, in the order of the file."""
    both: tuple[tuple[R, F | None, F], ...]
    """Rows that the file names: each with what it said before (nothing where it did not name them), and says now."""
    gone: tuple[tuple[R, F], ...]
    """Rows that the file named before and names no more, each with what it said."""


def merge(rows: Mapping[K, R], before: Mapping[K, F], wanted: Mapping[K, F]) -> Merged[R, F]:
    """Compare what is stored with what the file said (`before`) and says (`wanted`), by their keys.

    What the file named before and is not stored was taken away or renamed in the room, and is not written again; but
    where nothing at all is stored, the file was imported before there were such rows, and all of it is new.
    """
    unwritten = not rows
    return Merged(
        new=tuple(facts for key, facts in wanted.items() if key not in rows and (unwritten or key not in before)),
        both=tuple((rows[key], before.get(key), facts) for key, facts in wanted.items() if key in rows),
        gone=tuple((rows[key], facts) for key, facts in before.items() if key in rows and key not in wanted),
    )
