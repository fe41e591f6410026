"""Reading one value of an entry: it has the right type and size, or `Unfit` says what is wrong with it."""

import math
import unicodedata
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.written_dates import guess_date

NAME_LONGEST = 200
LINE_LONGEST = 200
REMARK_LONGEST = 1000
DEEPEST = 20
LARGEST = 2**63
POSSIBLE = range(1900, 3000)
"""Years in which days can be counted back and forth."""

T = TypeVar("T")


class Unfit(Exception):
    """A value that cannot stand; the text follows the key's name in a report."""


@dataclass(frozen=True)
class Misread:
    """What stands for a cell that was found unfit on the way in, so that it is said with the rest of its row."""

    reason: str
    """Follows the heading, as the text of `Unfit` follows the key."""


def as_text(value: Any, longest: int = LINE_LONGEST) -> str:  # noqa: ANN401 - this and the others take what TOML gave
    """One line of text, in composed Unicode and with single spaces.

    Raises:
        Unfit: it is no text, empty, too long, or holds characters that cannot be seen.
    """
    if not isinstance(value, str):
        raise Unfit(f"must be text in quotes, not {show(value)}")
    if not value.strip():
        raise Unfit("is empty")
    for character in value.strip():
        if not character.isprintable() and unicodedata.category(character) != "Zs":
            raise Unfit(f"holds an invisible character (U+{ord(character):04X}); remove it: {show(value)}")
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if len(text) > longest:
        raise Unfit(f"is longer than {longest} characters: {show(text)}")
    return text


def as_text_or_none(value: Any) -> str | None:  # noqa: ANN401
    """A line of text; the empty text stands for none.

    Raises:
        Unfit: as `as_text`.
    """
    return None if value == "" else as_text(value)


def as_remark(value: Any) -> str | None:  # noqa: ANN401
    """A longer text; the empty text stands for none.

    Raises:
        Unfit: as `as_text`.
    """
    return None if value == "" else as_text(value, REMARK_LONGEST)


def as_written(value: Any) -> str:  # noqa: ANN401
    """A text exactly as it is written, not even trimmed.

    Raises:
        Unfit: it is no text, or nothing that a database and a page could hold.
    """
    if not isinstance(value, str):
        raise Unfit(f"must be text in quotes, not {show(value)}")
    if value:
        as_text(value)
    return value


def as_texts(value: Any, longest: int = LINE_LONGEST) -> tuple[str, ...]:  # noqa: ANN401
    """A list of lines, each of at most so many characters.

    Raises:
        Unfit: it is no list, or one of them is unfit or stands there twice.
    """
    if not isinstance(value, list):
        raise Unfit(f'must be a list, for instance ["…", "…"], not {show(value)}')
    texts: dict[str, str] = {}
    for place, one in enumerate(value, 1):
        try:
            text = as_text(one, longest)
        except Unfit as unfit:
            raise Unfit(f"(number {place} of the list) {unfit}") from None
        if text.casefold() in texts:
            raise Unfit(f"names {show(text)} twice")
        texts[text.casefold()] = text
    return tuple(texts.values())


def as_distinct(
    value: Any,  # noqa: ANN401
    example: str,
    read: Callable[[Any], T],
    key: Callable[[T], Hashable],
) -> tuple[T, ...]:
    """A list of what `read` reads, no two with the same `key`.

    Raises:
        Unfit: it is no list (like `example`), or one is unfit or stands there twice; says which by its number.
    """
    if not isinstance(value, list):
        raise Unfit(f"must be a list, for instance [{example}], not {show(value)}")
    found: dict[Hashable, T] = {}
    for place, one in enumerate(value, 1):
        try:
            read_one = read(one)
        except Unfit as unfit:
            raise Unfit(f"(number {place} of the list) {unfit}") from None
        if key(read_one) in found:
            earlier = list(found).index(key(read_one)) + 1
            raise Unfit(f"(number {place} of the list) is the same as number {earlier}; keep one of the two")
        found[key(read_one)] = read_one
    return tuple(found.values())


def as_flag(value: Any) -> bool:  # noqa: ANN401
    """True or false.

    Raises:
        Unfit: anything else.
    """
    if not isinstance(value, bool):
        raise Unfit(f"must be true or false (without quotes), not {show(value)}")
    return value


def as_months(value: Any) -> int:  # noqa: ANN401
    """A number of months, from none to fifty years.

    Raises:
        Unfit: it is no whole number, negative, or more than 600.
    """
    if type(value) is not int:
        raise Unfit(f"must be a whole number of months (without quotes), not {show(value)}")
    if value < 0:
        raise Unfit(f"must not be negative: {show(value)}")
    if value > 600:
        raise Unfit(f"is more than 600 months: {show(value)}")
    return value


def as_hour(value: Any) -> int:  # noqa: ANN401
    """A whole hour of the day, 0 to 24.

    Raises:
        Unfit: anything else.
    """
    if type(value) is not int or not 0 <= value <= 24:
        raise Unfit(f"must be a whole hour from 0 to 24 (without quotes), not {show(value)}")
    return value


def as_day(value: Any) -> date:  # noqa: ANN401
    """A date.

    Raises:
        Unfit: it is text, a moment or something else; says how to write it where that can be told.
    """
    if isinstance(value, datetime):
        raise Unfit(f"must be a date without a time of day: write {value.date()}")
    if isinstance(value, date):
        if value.year not in POSSIBLE:
            raise Unfit(f"is {value}: years go from {POSSIBLE[0]} to {POSSIBLE[-1]}")
        return value
    guess = guess_date(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    hint = f"write {guess} without quotes, if that is the day" if guess else "write it like 2022-09-01, without quotes"
    raise Unfit(f"must be a date, not {show(value)}; {hint}")


def as_json(value: Any, depth: int = 0) -> Any:  # noqa: ANN401
    """Any value as JSON can hold it; dates, times and numbers that JSON lacks become text as TOML writes them.

    Raises:
        Unfit: it is nested too deeply, or a number beyond 64 bits.
    """
    if isinstance(value, Misread):
        raise Unfit(value.reason)
    if depth > DEEPEST:
        raise Unfit(f"is nested more than {DEEPEST} levels deep")
    if isinstance(value, dict):
        return {key: as_json(inside, depth + 1) for key, inside in value.items()}
    if isinstance(value, list):
        return [as_json(inside, depth + 1) for inside in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        raise Unfit("holds a number beyond 64 bits; write it as text")
    return value
