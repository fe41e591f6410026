"""The time: the system's, or one that a demo or a test harness moves."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """What tells the time. Everything below the edge takes `now` as an argument instead."""

    def now(self) -> datetime:
        """The moment it is, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SharedClock:
    """A clock that runs at the usual speed from wherever it was moved to.

    Several processes share it through a file that holds the offset in seconds; without a file it lives in this
    process alone. Only the demo and the test harness use it: settings refuse it elsewhere.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._read()

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment` (aware) from now on."""
        self._offset = moment - datetime.now(UTC)
        if self._path:
            self._path.write_text(str(self._offset.total_seconds()), encoding="ascii")

    def _read(self) -> timedelta:
        try:
            seconds = self._path.read_text(encoding="ascii") if self._path and self._path.exists() else ""
        except OSError:
            return self._offset  # no more files may be open, say: it goes on as it went
        if seconds:
            self._offset = timedelta(seconds=float(seconds))
        return self._offset


def local(moment: datetime) -> datetime:
    """`moment` (aware) as a clock on a wall in Stockholm shows it."""
    return moment.astimezone(STOCKHOLM)


def today(now: datetime) -> date:
    """The date in Stockholm at `now` (aware)."""
    return local(now).date()


def at_local(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment, in UTC, when a wall clock in Stockholm shows `hour:minute` on `day`."""
    return datetime.combine(day, time(hour, minute), STOCKHOLM).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
