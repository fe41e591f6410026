"""What day somebody meant who did not write it as TOML does; for hints alone, nothing is imported by it."""

import re
import unicodedata
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
ENGLISH = {"may": "maj", "oct": "okt"}
YEAR_FIRST = re.compile(r"([0-9]{4})\D?([0-9]{1,2})\D?([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4})")
IN_WORDS = re.compile(r"(?:den )?([0-9]{1,2})(?::?[ae]|st|nd|rd|th)?\.? ([a-z]{3,9})\.?,? ([0-9]{4})")
LONGEST = 40


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


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
