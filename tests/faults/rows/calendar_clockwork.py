"""When a bot wakes whose machine is away, sleeps, shows a wrong day, or is set back by some minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.properties.almanac import DAY, at, day_of, is_day_time
from tests.properties.uptime import Uptime

NOTICED = timedelta(hours=5)
"""So long a machine shows the wrong day."""
BACK = timedelta(minutes=10)


@dataclass(frozen=True)
class Wake:
    """A moment at which everything is looked at once: when it is, and what the clock shows then."""

    real: datetime
    shown: datetime


@dataclass(frozen=True)
class Clockwork(Uptime):
    """The bot's uptime; and on some days its clock is a day ahead for some hours, or is set back by ten minutes."""

    ahead: tuple[datetime, ...] = ()
    """When the clock begins to show the next day, on a working day before a working day, when nothing else happens."""
    set_back: tuple[datetime, ...] = ()

    def wakes(self) -> Iterator[Wake]:
        """At each start, and whenever the clock is moved."""
        yield from (Wake(start, start) for start in self.starts)
        for moment in self.ahead:
            yield Wake(moment, moment + DAY)
            yield Wake(moment + NOTICED, moment + NOTICED)
        for moment in self.set_back:
            yield Wake(moment, moment - BACK)

    def daily(self, hour: int, minute: int, first: date, last: date) -> Iterator[Wake]:
        """Each day at that hour; once more where the clock is set back behind it."""
        for ahead in range((last - first).days):
            moment = at(first + ahead * DAY, hour, minute)
            if self.is_up(moment):
                yield Wake(moment, moment)
        for moment in self.set_back:
            again = at(day_of(moment), hour, minute)
            if moment - BACK < again <= moment:
                yield Wake(moment + (again - (moment - BACK)), again)

    def first_said(self, due: datetime, daily: time = time(8)) -> datetime:
        """What the clock shows when the bot first wakes at `due` or later by day: on the wrong day, perhaps."""
        usual = super().first_said(due, daily)
        wrong = (moment + DAY for moment in self.ahead if moment < usual and moment + DAY >= due)
        return min((shown for shown in wrong if is_day_time(shown, daily)), default=usual)
