"""Days and hours as people say them, on a wall clock in Stockholm."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LOCALES = {"sv": "sv_SE", "en": "en_GB"}
DAYS = 2_000
"""How many days' words are remembered: each card says some, the same for weeks."""


@lru_cache(maxsize=DAYS)
def day(value: date, language: str) -> str:
    """`mån 3 okt`: for what is near."""
    return format_date(value, "EEE d MMM", locale=LOCALES[language]).replace(".", "")


@lru_cache(maxsize=DAYS)
def long_date(value: date, language: str) -> str:
    """`3 oktober 2022`: for what is far, or must not be mistaken."""
    return format_date(value, "d MMMM y", locale=LOCALES[language])


def month(value: date, language: str) -> str:
    """`oktober 2022`."""
    return format_date(value, "LLLL y", locale=LOCALES[language])


def clock(value: datetime, language: str) -> str:
    """`09:00`, of an aware moment."""
    return format_time(value.astimezone(STOCKHOLM), "HH:mm", locale=LOCALES[language])


def moment(value: datetime, language: str) -> str:
    """`mån 3 okt kl. 09:00`, of an aware moment."""
    joint = " kl. " if language == "sv" else " at "
    return day(value.astimezone(STOCKHOLM).date(), language) + joint + clock(value, language)


def hour(value: int) -> str:
    """`09:00`, of a whole hour (0-23)."""
    return f"{value:02d}:00"
