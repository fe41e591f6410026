"""A day, in the forms people write it."""

import calendar
import re
from datetime import date, datetime

from bot.errors import Refused
from messages import views

FILLER = {"till", "och", "med", "tom", "t.o.m.", "t.o.m", "until", "to", "den", "the"}


def read_day(words: list[str], today: date) -> date | None:
    """The day that `words` name, the next such one from `today`: `14 okt`, `2022-10-14`, `14/10`, `fredag`, `imorgon`.

    Returns:
        The day, or nothing where there are no words.

    Raises:
        Refused: no such day.
    """
    kept = " ".join(word for word in words if word.casefold() not in FILLER)
    if not kept:
        return None
    day = None if _is_no_date(kept) else _iso(kept) or _parsed(kept, today)
    if day is None:
        raise Refused(views.CommandUnread("/borta 14 oktober", deleted=True))
    return day


def _iso(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _is_no_date(text: str) -> bool:
    """Whether `text` is a day and a month in numbers that no calendar has, out of which dateparser makes something."""
    match = re.match(r"(\d{1,2})[/.](\d{1,2})\b", text)
    if not match:
        return False
    day, month = map(int, match.groups())
    return not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1])


def _parsed(text: str, today: date) -> date | None:
    import dateparser

    settings = {
        "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
    }
    moment = dateparser.parse(text, languages=["sv", "en"], settings=settings)
    return moment.date() if moment else None
