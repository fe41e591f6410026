"""Backups: which were taken, and restores, so that nobody is told anew what they were told already."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import Moment, Row


class Backup(Row, table=True):
    """One day's scheduled backup: claimed by one process, and again by another where that one died."""

    day: date = Field(primary_key=True)
    claimed_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    """When it was written and verified."""
    file: str = ""
    """The file's name, without its folder."""
    size: int = 0
    """In bytes."""
    digest: str = ""
    """SHA-256 of the encrypted file, in hex."""
