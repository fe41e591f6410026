"""A day, in the forms people write it."""

import re
from datetime import date, datetime, timedelta

from bot.errors import Refused
from messages import views

NO_DAY = re.compile(r"\d[:.]\d\d")
"""A clock time is no day, and dateparser would make one of it."""
WITH_A_DAY = re.compile(
    r"\d|dag|day|går|morgon|morrn|morrow|mån|tis|ons|tor|fre|lör|sön|mon|tue|wed|thu|fri|sat|sun|week|vecka"
)
"""A month alone is no day either."""
BEFORE_YESTERDAY = {"förrgår", "i förrgår"}
YEARS = range(1900, 3000)
"""A day in another year is a slip of the pen, and days are reckoned on from it. An import takes the same."""
FILLER = {"till", "och", "med", "tom", "t.o.m.", "t.o.m", "until", "to", "den", "the"}


def read_day(words: list[str], today: date, example: str) -> date | None:
    """The day that `words` name, the next such one from `today`: `14 okt`, `2022-10-14`, `14/10`, `fredag`, `imorgon`.

    `example` is what a refusal shows: a command as it is written with a day.

    Returns:
        The day, or nothing where there are no words.

    Raises:
        Refused: no such day.
    """
    return _read(words, today, example, prefer="future")


def read_past_day(words: list[str], today: date, example: str) -> date | None:
    """The same, but the last such day up to `today`: `igår`, `i måndags`, `4 okt`."""
    return _read(words, today, example, prefer="past")


def _read(words: list[str], today: date, example: str, prefer: str) -> date | None:
    kept = " ".join(word for word in words if word.casefold() not in FILLER)
    if not kept:
        return None
    day = understood(kept, today, prefer)
    if day is None:
        raise Refused(views.CommandUnread(example, deleted=True))
    return day


def understood(text: str, today: date, prefer: str) -> date | None:
    """The day that `text` names; where it leaves out the year, the next or the last one (`prefer` future or past).

    Returns:
        The day; nothing where it is none, or one of a year outside `YEARS`.
    """
    day = _understood(text, today, prefer)
    return day if day and day.year in YEARS else None


def _understood(text: str, today: date, prefer: str) -> date | None:
    if text.casefold() in BEFORE_YESTERDAY:
        return today - timedelta(days=2)
    if last := re.fullmatch(r"i (\w+dag)s", text.casefold()):
        text, prefer = last[1], "past"
    if re.match(r"\d{4}-|\d{8}$", text):
        return _iso(text)
    if written := re.fullmatch(r"(\d{1,2})[./](\d{1,2})\.?(?:[./ ](\d{4}))?", text.strip()):
        return _day_and_month(int(written[1]), int(written[2]), written[3], today, prefer)
    return None if NO_DAY.search(text) or not WITH_A_DAY.search(text) else _parsed(text, today, prefer)


def _iso(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _day_and_month(day: int, month: int, year: str | None, today: date, prefer: str) -> date | None:
    """The day in numbers, day before month as in Sweden; without a year the next or the last one there is."""
    later = prefer == "future"
    years = (
        [int(year)] if year else range(today.year, today.year + 9) if later else range(today.year, today.year - 9, -1)
    )
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or (found >= today if later else found <= today):
            return found
    return None


def _parsed(text: str, today: date, prefer: str) -> date | None:
    import dateparser

    settings = {
        "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
        "PREFER_DATES_FROM": prefer,
        "DATE_ORDER": "DMY",
    }
    moment = dateparser.parse(text, languages=["sv", "en"], settings=settings)
    return moment.date() if moment else None
