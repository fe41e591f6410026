"""What a backup says of itself: a header before everything, and a manifest after it, with counts and digests."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

FORMAT = "handslag backup"
VERSION = 1


@dataclass(frozen=True)
class Header:
    """The first line."""

    schema: str
    """The number of the newest migration in the database."""
    taken_at: datetime
    """Aware: all that was committed before it is in the backup."""
    database: str
    """`sqlite` or `postgresql`: where it comes from. It may be restored to either."""
    version: int = VERSION

    def as_json(self) -> dict[str, Any]:
        """The line."""
        taken_at = self.taken_at.isoformat(timespec="microseconds")
        return {
            "format": FORMAT,
            "version": self.version,
            "schema": self.schema,
            "taken_at": taken_at,
            "database": self.database,
        }

    @classmethod
    def of_json(cls, said: dict[str, Any]) -> Self:
        """The way back.

        Raises:
            ValueError, KeyError, TypeError: it is no header of ours.
        """
        if said["format"] != FORMAT:
            raise ValueError("another format")
        moment = datetime.fromisoformat(said["taken_at"])
        return cls(str(said["schema"]), moment, str(said["database"]), int(said["version"]))


@dataclass
class Tally:
    """How many rows of a table there are, and the SHA-256 of their lines in order."""

    rows: int = 0
    _digest: Any = field(default_factory=sha256, repr=False, compare=False)

    def count(self, line: bytes) -> None:
        """One more row, as its line without the line's end."""
        self.rows += 1
        self._digest.update(line + b"\n")

    def as_json(self) -> dict[str, Any]:
        """What the manifest says of the table."""
        return {"rows": self.rows, "sha256": self._digest.hexdigest()}


@dataclass(frozen=True)
class Manifest:
    """The last line."""

    tables: dict[str, dict[str, Any]]
    """By table what `Tally.as_json` says."""
    counters: dict[str, int]
    """By table the highest number that was ever given, where the database keeps it."""
    audit_head: str
    """The newest link of the audit's chain, as `audit head` prints it; empty where the schema has no chain."""

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table["rows"] for table in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        """The line."""
        return {"manifest": self.tables, "counters": self.counters, "audit_head": self.audit_head}

    @classmethod
    def of_json(cls, said: dict[str, Any]) -> Self:
        """The way back.

        Raises:
            ValueError, KeyError, TypeError: it is no manifest.
        """
        tables = {
            str(name): {"rows": int(one["rows"]), "sha256": str(one["sha256"])}
            for name, one in said["manifest"].items()
        }
        counters = {str(name): int(last) for name, last in said["counters"].items()}
        return cls(tables, counters, str(said["audit_head"]))
