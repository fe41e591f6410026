"""What day somebody meant who did not write it as TOML does: as a hint, or, where there is no doubt, to be read."""

import re
import unicodedata
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
ENGLISH = {"may": "maj", "oct": "okt"}
WORDS = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "sept", "oktober"),
    *("november", "december", "january", "february", "march", "may", "june", "july", "august", "october"),
)
YEAR_FIRST = re.compile(r"([0-9]{4})\D?([0-9]{1,2})\D?([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4})")
IN_WORDS = re.compile(r"(?:den )?([0-9]{1,2})(?::?[ae]|st|nd|rd|th)?\.? ([a-z]{3,9})\.?,? ([0-9]{4})")
LONGEST = 40

ONE_MIDNIGHT = re.compile(r"[ t]00:00(?::00(?:\.0+)?)?$")
YEAR_SURELY_FIRST = re.compile(r"[0-9]{8}|[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}")
EITHER_FIRST = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2[0-9]{4}")
SURELY_DAY_FIRST = re.compile(r"[0-9]{1,2}/[0-9]{1,2},? [0-9]{4}|[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]{4}")
YEARS = range(1900, 2200)


def guess_date(written: str | int) -> date | None:
    """The day that `written` probably means (day before month, as in Sweden), or nothing.

    `20220901`, `2022/9/1`, `1/9 2022`, `1 september 2022`.
    """
    if isinstance(written, int) and written.bit_length() > 64:
        return None
    text = unicodedata.normalize("NFKC", str(written)).strip().casefold()
    if len(text) > LONGEST:
        return None
    if found := YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := IN_WORDS.fullmatch(text):
        short = ENGLISH.get(found[2][:3], found[2][:3])
        month = MONTHS.index(short) + 1 if short in MONTHS else 0
        return _day(found[3], str(month), found[1])
    return None


def sure_date(written: str | int) -> date | None:
    """The day that `written` can only mean; nothing where it could be another or where there is no such day.

    As `guess_date`, but for `01/02/2022`, which is in January in America, for months that are no month's name, and
    for years outside 1900 to 2199.
    """
    if isinstance(written, int) and written.bit_length() > 64:
        return None
    text = " ".join(unicodedata.normalize("NFKC", str(written)).casefold().split())
    text = ONE_MIDNIGHT.sub("", text[: 2 * LONGEST])
    day = guess_date(text.replace(",", "")) if _is_sure(text) else None
    return day if day and day.year in YEARS else None


def _is_sure(text: str) -> bool:
    if either := EITHER_FIRST.fullmatch(text):
        first, second = int(either[1]), int(either[3])
        return first == second or max(first, second) > len(MONTHS)
    if words := IN_WORDS.fullmatch(text):
        return words[2] in MONTHS + WORDS + tuple(ENGLISH)
    return bool(YEAR_SURELY_FIRST.fullmatch(text) or SURELY_DAY_FIRST.fullmatch(text))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
