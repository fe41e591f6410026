"""When a partner is there to meet people."""

from datetime import date, datetime, timedelta

from bot import clock
from models import Organisation

DAYS_AHEAD = 6


def hours_on(partner: Organisation, day: date, now: datetime) -> list[int]:
    """The whole hours of `day` at which a meeting with the partner may begin, and that have not gone by."""
    here = clock.local(now)
    first = max(partner.opens, here.hour + 1) if day == here.date() else partner.opens
    return list(range(first, partner.closes))


def next_open_days(partner: Organisation, now: datetime) -> list[date]:
    """The partner's next open days, today included while it has hours left."""
    today = clock.today(now)
    days = (today + timedelta(days=ahead) for ahead in range(60))
    return [day for day in days if day.isoweekday() in partner.open_days and hours_on(partner, day, now)][:DAYS_AHEAD]
