"""Days of the week as people write them, in Swedish and English."""

import unicodedata
from typing import Any

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.values import Unfit

MONDAY_TO_FRIDAY: tuple[int, ...] = (1, 2, 3, 4, 5)
WRITTEN = {
    1: ("mon", "monday", "må", "mån", "måndag"),
    2: ("tue", "tues", "tuesday", "ti", "tis", "tisdag"),
    3: ("wed", "wednesday", "on", "ons", "onsdag"),
    4: ("thu", "thur", "thurs", "thursday", "to", "tor", "tors", "torsdag"),
    5: ("fri", "friday", "fr", "fre", "fredag"),
    6: ("sat", "saturday", "lö", "lör", "lördag"),
    7: ("sun", "sunday", "sö", "sön", "söndag"),
}
WEEKDAY = {word: day for day, words in WRITTEN.items() for word in words}


def as_weekdays(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - what TOML gave
    """ISO weekdays, 1 is Monday, in their order.

    Raises:
        Unfit: it is no list of days, or empty.
    """
    if not isinstance(value, list) or not value:
        raise Unfit(f'must be a list of days, for instance ["mon", "wed"] or ["mån", "ons"], not {_shown(value)}')
    return tuple(sorted({_weekday(word) for word in value}))


def _shown(value: Any) -> str:  # noqa: ANN401
    return "an empty list (leave the key out for Monday to Friday)" if value == [] else show(value)


def _weekday(word: Any) -> int:  # noqa: ANN401
    known = None
    if isinstance(word, str):
        known = WEEKDAY.get(unicodedata.normalize("NFC", word.strip().casefold()).removesuffix("."))
    if known is None:
        raise Unfit(f"names no day of the week: {show(word)}; write for instance mon or mån, in quotes")
    return known
