"""What the issue says about days and hours, written a second time: from the law and the words, not from the code."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
FRIDAY, SATURDAY = 5, 6
MANAGERS, KOORDINATORER = frozenset({"manager"}), frozenset({"koordinator"})
FAR = 30
"""What lies more days than these before the end is silenced by a decision."""


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, day + 1)


def _first(weekday: int, day: date) -> date:
    """The first such ISO weekday from `day` on."""
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


@cache
def free_days(year: int) -> frozenset[date]:
    """The public holidays (lag 1989:253, without ordinary Sundays) and the three eves."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in (-2, 0, 1, 39, 49)}
    fixed = {date(year, *day) for day in ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))}
    midsummer = {_first(FRIDAY, date(year, 6, 19)), _first(SATURDAY, date(year, 6, 20))}
    return frozenset({*moving, *fixed, *midsummer, _first(SATURDAY, date(year, 10, 31))})


def is_free(day: date) -> bool:
    """Whether it is a public holiday or one of the three eves."""
    return day in free_days(day.year)


def is_working(day: date) -> bool:
    """Monday to Friday, and not free."""
    return day.isoweekday() <= FRIDAY and not is_free(day)


def on_or_before(day: date) -> date:
    """That day, or the last working day before it."""
    return next(day - timedelta(days=back) for back in count() if is_working(day - timedelta(days=back)))


def on_or_after(day: date) -> date:
    """That day, or the first working day after it."""
    return next(day + timedelta(days=on) for on in count() if is_working(day + timedelta(days=on)))


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """The moment at which the wall clock in Stockholm shows that; the first of two, where it is shown twice."""
    return datetime.combine(day, time(hour, minute, second), HERE).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The date on the wall."""
    return moment.astimezone(HERE).date()


def is_day_time(moment: datetime, since: time = time(8)) -> bool:
    """Whether something may be said: on a working day, from 08:00 (or `since`), before 18:00."""
    here = moment.astimezone(HERE)
    return is_working(here.date()) and since <= here.time() < time(18)


@dataclass(frozen=True)
class Occasion:
    """Something that is to be said on the working day `day`, to all of these roles."""

    day: date
    lead: int
    """Days before the date it is about; below 0, after it."""
    to: frozenset[str]


def of_end(end: date) -> list[Occasion]:
    """What is said of an agreement whose last day is `end`."""
    both = MANAGERS | KOORDINATORER
    return [
        *(Occasion(on_or_before(end - lead * DAY), lead, MANAGERS) for lead in (180, 60, 14, 7, 1)),
        *(Occasion(on_or_before(end - lead * DAY), lead, both) for lead in (90, 30)),
        Occasion(on_or_after(end + DAY), -1, both),
    ]


def of_report(due_on: date) -> list[Occasion]:
    """What is said of a report that is to be in by `due_on`."""
    return [
        *(Occasion(on_or_before(due_on - lead * DAY), lead, KOORDINATORER) for lead in (30, 7)),
        *(Occasion(on_or_after(due_on + late * DAY), -late, MANAGERS | KOORDINATORER) for late in (1, 14)),
    ]


def step_day(open_days: frozenset[int], since: date, step: int) -> date:
    """When the step 0, 1 or 2 is taken: the working day after 2, 4, 6 open days, within 7, 14, 21 days in any case."""
    cap = since + timedelta(days=7 * (step + 1))
    ahead = (since + timedelta(days=days) for days in range(1, 7 * (step + 1) + 1))
    had = [day for day in ahead if day.isoweekday() in open_days and not is_free(day)]
    needed = 2 * (step + 1)
    counted = on_or_after(had[needed - 1] + DAY) if len(had) >= needed else cap
    return min(counted, on_or_before(cap))
