"""A word that each language has its own form of, from `labels.toml`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Word:
    """The entry `key` of `labels.toml`, for instance `capacity.open`."""

    key: str


Value = str | int | date | datetime | Word | None
