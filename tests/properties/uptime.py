"""When the bot is up, and at which moments its timetable wakes it."""

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property

from hypothesis import strategies as st

from bot.schedule import timetable
from tests.properties.almanac import DAY, at, day_of, is_day_time, on_or_after

CLOCK_CHANGES = (date(2019, 3, 31), date(2019, 10, 27), date(2024, 3, 31), date(2024, 10, 27))
ODD_SECOND = 30
"""What people do happens at this second, and so never at the same moment as a tick."""


@dataclass(frozen=True)
class Gap:
    """The bot is away from `since` until just before `until`. After a jump of the clock it is not started anew."""

    since: datetime
    until: datetime
    jump: bool = False


@dataclass(frozen=True)
class Uptime:
    """The bot is started at `first` and runs, but for the gaps, which may overlap."""

    first: datetime
    gaps: tuple[Gap, ...]

    @cached_property
    def starts(self) -> list[datetime]:
        """The moments at which the process starts, in their order."""
        ends = (gap.until for gap in self.gaps if not gap.jump)
        return sorted({self.first, *(end for end in ends if self.is_up(end))})

    def is_up(self, moment: datetime) -> bool:
        """Whether the bot runs at `moment`."""
        return moment >= self.first and not any(gap.since <= moment < gap.until for gap in self.gaps)

    def next_up(self, moment: datetime) -> datetime:
        """`moment`, or a minute and a half after the bot is up again."""
        while not self.is_up(moment):
            ends = [gap.until for gap in self.gaps if gap.since <= moment < gap.until]
            moment = max([self.first, *ends]) + timedelta(seconds=60 + ODD_SECOND)
        return moment

    def ticks(self, name: str, days: Iterable[date]) -> list[datetime]:
        """When the tick `name` runs on `days`, by the product's own timetable, and at every start."""
        daily = (_daily_tick(name, day) for day in days)
        return sorted({*self.starts, *(moment for moment in daily if self.is_up(moment))})

    def days_after_gaps(self) -> Iterator[date]:
        """The days in which what was missed must be made up for: until the second working day."""
        for gap in [*self.gaps, Gap(self.first, self.first)]:
            back = day_of(gap.until)
            second = on_or_after(on_or_after(back) + DAY)
            yield from (back + ahead * DAY for ahead in range((second - back).days + 1))

    def first_said(self, due: datetime, daily: time = time(8)) -> datetime:
        """The oracle: the first moment from `due` on at which the bot wakes and may speak."""
        daily_at = at(day_of(due), daily.hour, daily.minute)
        while not (due <= daily_at and self.is_up(daily_at) and is_day_time(daily_at, daily)):
            daily_at = at(day_of(daily_at) + DAY, daily.hour, daily.minute)
        starts = self.starts[bisect_left(self.starts, due) :]
        at_start = next((start for start in starts if is_day_time(start, daily)), daily_at)
        return min(at_start, daily_at)


@cache
def _daily_tick(name: str, day: date) -> datetime:
    tick = next(tick for tick in timetable(random.Random(1), ledger=None) if tick.name == name)
    return tick.after(at(day, 0) - timedelta(microseconds=1))


def moments(days: st.SearchStrategy[date], second: int = 0) -> st.SearchStrategy[datetime]:
    """Any minute of these days, more often about the hours that matter."""
    hours = st.one_of(
        st.sampled_from([(7, 29), (7, 30), (7, 59), (8, 0), (8, 1), (17, 59), (18, 0), (2, 30), (23, 59)]),
        st.tuples(st.integers(0, 23), st.integers(0, 59)),
    )
    return st.builds(lambda day, clock: at(day, clock[0], clock[1], second), days, hours)


def gaps(days: st.SearchStrategy[date]) -> st.SearchStrategy[Gap]:
    """A down-time of a minute to ten days, or a jump of the clock by a day."""
    lasts = st.one_of(st.integers(1, 120), st.integers(1, 60 * 24 * 10)).map(lambda minutes: timedelta(minutes=minutes))
    starts = moments(st.one_of(days, st.sampled_from(CLOCK_CHANGES)))
    down = st.builds(lambda since, last: Gap(since, since + last), starts, lasts)
    jump = st.builds(lambda since: Gap(since, since + DAY, jump=True), starts)
    return st.one_of(down, down, jump)


@st.composite
def missed_mornings(draw: st.DrawFn, due: st.SearchStrategy[date]) -> Gap:
    """The bot is away at eight on a day on which something is due; it comes up at any hour then or some days later."""
    day = draw(due)
    back = st.sampled_from([0, 0, 1, 2, 3, 9]).map(lambda ahead: day + ahead * DAY)
    until = draw(moments(back).filter(lambda moment: moment > at(day, 8)))
    return Gap(at(day, draw(st.integers(0, 7))), until)
