"""Working days in Sweden: Monday to Friday, no public holiday, no Midsummer, Christmas or New Year's Eve.

The public holidays are those of lag (1989:253) om allmänna helgdagar; the three eves are as good as holidays.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot import clock

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY = timedelta(days=1)
SATURDAY = 6
MORNING, EVENING = time(8), time(18)
"""Between these local times what fell due may be said; what comes later waits for the next working day."""


@cache
def _calendar() -> "HolidayBase":
    from holidays import country_holidays
    from holidays.constants import DE_FACTO, PUBLIC

    return country_holidays("SE", categories=(PUBLIC, DE_FACTO))


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday, or Midsummer, Christmas or New Year's Eve."""
    return day in _calendar()


def is_working(day: date) -> bool:
    """Whether `day` is a working day."""
    return day.isoweekday() < SATURDAY and not is_holiday(day)


def on_or_before(day: date) -> date:
    """`day`, or the last working day before it."""
    return next(earlier for earlier in _walk(day, -DAY) if is_working(earlier))


def on_or_after(day: date) -> date:
    """`day`, or the first working day after it."""
    return next(later for later in _walk(day, DAY) if is_working(later))


def after(day: date) -> date:
    """The first working day later than `day`."""
    return on_or_after(day + DAY)


def open_day(after_day: date, number: int, weekdays: Collection[int], latest: date) -> date:
    """The `number`th day after `after_day` on which somebody is there, no later than `latest`.

    Args:
        after_day: the day from which is counted; it does not count itself.
        number: 1 or more.
        weekdays: ISO weekdays (1 is Monday) on which it is open; holidays are not counted.
        latest: the day that ends the count in any case.
    """
    left = number
    day = after_day
    while left and day < latest:
        day += DAY
        left -= day.isoweekday() in weekdays and not is_holiday(day)
    return day


def may_speak(now: datetime, since: time = MORNING) -> bool:
    """Whether `now` (aware) lies on a working day between the local time `since` and six in the evening."""
    here = clock.local(now)
    return is_working(here.date()) and since <= here.time() < EVENING


def next_morning(now: datetime) -> datetime:
    """The next moment at which a working day's morning begins, later than `now` (aware)."""
    today = clock.today(now)
    first = clock.at_local(on_or_after(today), MORNING.hour, MORNING.minute)
    return first if first > now else clock.at_local(after(today), MORNING.hour, MORNING.minute)


def _walk(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step
