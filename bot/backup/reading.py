"""A backup's lines, read in order and checked against what its manifest says; a visitor gets what is in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pyrage import x25519

from bot.backup.layout import Table
from bot.backup.manifest import VERSION, Header, Manifest, Tally
from bot.backup.sealing import Unreadable, unseal


class Visitor(Protocol):
    """Who gets what is read. Nothing is certain before the reading has ended."""

    def begin(self, header: Header) -> None:
        """The header."""

    def table(self, table: Table) -> None:
        """A table: the rows that follow are its."""

    def row(self, values: list[Any], size: int) -> None:
        """A row, as its line's array; `size` is that of the line in bytes."""


class Nobody:
    """Reads only to see that all is there."""

    def begin(self, header: Header) -> None:
        """The header."""

    def table(self, table: Table) -> None:
        """A table."""

    def row(self, values: list[Any], size: int) -> None:
        """A row."""


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself; all of it was found to be so."""

    header: Header
    tables: tuple[Table, ...]
    manifest: Manifest


def read(path: Path, identities: Sequence[x25519.Identity], visitor: Visitor) -> Contents:
    """Read the backup at `path` to its end and check every count and digest.

    Raises:
        Unreadable: the key does not open it, or it is not whole, or not what its manifest says.
        OSError: the file cannot be read.
        Exception: what the visitor raised.
    """
    lines = _Reading(visitor)
    with path.open("rb") as file:
        unseal(file, identities, lines.take)
    return lines.contents()


class _Reading:
    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._header: Header | None = None
        self._manifest: Manifest | None = None
        self._tables: list[Table] = []
        self._tallies: dict[str, Tally] = {}
        self._tally = Tally()

    def take(self, line: bytes) -> None:
        """The next line."""
        if self._manifest:
            raise Unreadable("something stands after its manifest")
        if line.startswith(b"["):
            self._row(line)
        else:
            self._say(_parsed(line))

    def contents(self) -> Contents:
        """What was read.

        Raises:
            Unreadable: its end is missing.
        """
        if not (self._header and self._manifest):
            raise Unreadable("its end is missing")
        return Contents(self._header, tuple(self._tables), self._manifest)

    def _row(self, line: bytes) -> None:
        if not self._tables:
            raise Unreadable("it is no backup: a row stands before its table")
        self._tally.count(line)
        self._visitor.row(_parsed(line), len(line))

    def _say(self, said: dict[str, Any]) -> None:
        try:
            if self._header is None:
                self._begin(Header.of_json(said))
            elif "table" in said:
                self._table(Table.of_json(said))
            else:
                self._end(Manifest.of_json(said))
        except (ValueError, KeyError, TypeError):
            raise Unreadable("it is no backup, or one of another kind") from None

    def _begin(self, header: Header) -> None:
        if header.version > VERSION:
            raise Unreadable("a newer version of this program wrote it: use that one")
        self._header = header
        self._visitor.begin(header)

    def _table(self, table: Table) -> None:
        if table.name in self._tallies:
            raise Unreadable("a table stands in it twice")
        self._tables.append(table)
        self._tally = self._tallies[table.name] = Tally()
        self._visitor.table(table)

    def _end(self, manifest: Manifest) -> None:
        counted = {name: tally.as_json() for name, tally in self._tallies.items()}
        if manifest.tables != counted:
            wrong = sorted(
                name for name in {*counted, *manifest.tables} if counted.get(name) != manifest.tables.get(name)
            )
            raise Unreadable(f"its rows are not what its manifest says: {', '.join(wrong)}")
        self._manifest = manifest


def _parsed(line: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(line)
    except ValueError:
        raise Unreadable("it is no backup: a line is not JSON") from None
