"""A day, in the forms people write it."""

import re
from datetime import date, datetime

from bot.errors import Refused
from messages import views

FILLER = {"till", "tom", "t.o.m.", "t.o.m", "until", "to", "den", "the"}


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
    day = _iso(kept) or _parsed(kept, today)
    if day is None:
        raise Refused(views.CommandUnread("/borta 14 oktober", deleted=True))
    return day


def _iso(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _parsed(text: str, today: date) -> date | None:
    import dateparser

    settings = {
        "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
    }
    moment = dateparser.parse(text, languages=["sv", "en"], settings=settings)
    return moment.date() if moment else None
