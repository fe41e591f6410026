"""How long a partner has for an answer, and how long nobody may have heard of somebody on the way."""

from datetime import date, timedelta

from bot import workdays
from models import Organisation

OPEN_DAYS = (2, 4, 6)
AT_MOST = (timedelta(days=7), timedelta(days=14), timedelta(days=21))
STEPS = len(OPEN_DAYS)
SILENCE = timedelta(days=14)
"""So long without a noted contact with somebody on the way, and the referrer is asked."""


def answer_by(partner: Organisation, since: date) -> date:
    """The last day for an answer that is owed from `since`: the second open day, or the last one within a week."""
    latest = since + AT_MOST[0]
    one, two = (workdays.open_day(since, number, partner.open_days, latest) for number in (1, OPEN_DAYS[0]))
    return one if two == latest and not _is_open(partner, two) else two


def step_on(partner: Organisation, since: date, step: int) -> date:
    """The working day of a step (0: the partner is reminded; 1: the referrer, 2: the managers are told).

    It is the working day after so many open days without an answer, and at the latest the last working day within
    7, 14 or 21 calendar days of `since`.
    """
    latest = since + AT_MOST[step]
    counted = workdays.open_day(since, OPEN_DAYS[step], partner.open_days, latest)
    return min(workdays.after(counted), workdays.on_or_before(latest))


def _is_open(partner: Organisation, day: date) -> bool:
    return day.isoweekday() in partner.open_days and not workdays.is_holiday(day)
