"""Reading a cell as the value that TOML would have there; the entry's own checks come after.

Each reader takes the cell, its sheet and a list for notes: what is odd and does not keep the row out. It raises
`Unfit` where the cell cannot stand.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.grid import NOT_SEEN, Cell, Sheet
from bot.actions.partnerships.values import Misread, Unfit, as_text
from bot.actions.partnerships.weekdays import WEEKDAY, WRITTEN
from bot.actions.partnerships.written_dates import guess_date, sure_date

TEXT_LONGEST = 40_000  # a cell of Excel ends at 32,767
SERIALS = range(20_000, 80_000)  # from 1954 to 2119
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES = frozenset({"ja", "yes", "true", "sant", "x"})
NO = frozenset({"nej", "no", "false", "falskt"})
NONE_KNOWN = frozenset({"inget", "ingen", "inga", "none"})
SPAN = re.compile(r"(\w+)\.?\s*[-–]\s*(\w+)\.?")

Reader = Callable[[Cell, Sheet, list[str]], Any]


def text(cell: Cell, _sheet: Sheet, notes: list[str]) -> str:
    """A line of text; a number is taken as one, with a note."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise Unfit(f"must be text, not {shown(cell)}")
    if not isinstance(cell, str):
        written = str(int(cell)) if cell == cell // 1 else str(cell)
        notes.append(f"is a number, and was read as the text {show(written)}; leading zeros are lost in a number")
        return written
    return _line(cell, notes)


def lines(cell: Cell, sheet: Sheet, notes: list[str]) -> list[str]:
    """Several lines with `;` or a line break between them."""
    if not isinstance(cell, str):
        return [text(cell, sheet, notes)]
    return [_line(part, notes) for part in re.split(r"[;\n\r]+", cell.translate(NOT_SEEN)) if part.strip()]


def parties(cell: Cell, sheet: Sheet, notes: list[str]) -> list[str]:
    """At least two names."""
    names = lines(cell, sheet, notes)
    if len(names) == 1:
        raise Unfit(f'must name at least two organisations with ";" between them, not {show(names[0])} alone')
    return names


def wishes(cell: Cell, sheet: Sheet, notes: list[str]) -> list[str | dict[str, str]]:
    """Words, each in Swedish or as `trädgård = gardening`."""
    made: list[str | dict[str, str]] = []
    for line in lines(cell, sheet, notes):
        swedish, equals, english = (part.strip() for part in line.partition("="))
        made.append({"sv": swedish, "en": english} if equals else swedish)
    return made


def weekdays(cell: Cell, sheet: Sheet, notes: list[str]) -> list[str]:
    """Days of the week: `mån, ons` or `mån–fre`."""
    written = text(cell, sheet, notes)
    days: list[str] = []
    for part in re.split(r"\s*[;,/&]\s*|\s+(?:och|and|samt)\s+", written):
        span = SPAN.fullmatch(part.casefold())
        first, last = (WEEKDAY.get(span[1], 0), WEEKDAY.get(span[2], 0)) if span else (0, 0)
        days += [WRITTEN[day][0] for day in range(first, last + 1)] if 0 < first <= last else part.split()
    return days


def flag(cell: Cell, _sheet: Sheet, _notes: list[str]) -> bool:
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    word = cell.translate(NOT_SEEN).strip().casefold() if isinstance(cell, str) else ""
    if word in YES | NO:
        return word in YES
    raise Unfit(f"must be ja or nej, not {shown(cell)}")


def whole(cell: Cell, _sheet: Sheet, _notes: list[str]) -> int:
    """A whole number."""
    written = cell.translate(NOT_SEEN).strip() if isinstance(cell, str) else ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if re.fullmatch(r"-?[0-9]{1,9}", written, re.ASCII):
        return int(written)
    raise Unfit(f"must be a whole number, not {shown(cell)}; write the digits alone")


def hour(cell: Cell, sheet: Sheet, notes: list[str]) -> int:
    """A whole hour: `9`, `09:00`, or a time of day."""
    if isinstance(cell, time) and cell == time(cell.hour):
        return cell.hour
    if isinstance(cell, str) and (clock := re.fullmatch(r"\s*([0-9]{1,2})[:.]00(?::00)?\s*", cell, re.ASCII)):
        return int(clock[1])
    try:
        return whole(cell, sheet, notes)
    except Unfit:
        raise Unfit(f"must be a whole hour from 0 to 24, not {shown(cell)}") from None


def day(cell: Cell, sheet: Sheet, notes: list[str]) -> date:
    """A date; one that is written as text or as a bare number is read where it can only mean one day, with a note."""
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise Unfit(f"must be a date without a time of day: write {cell.date()}")
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = None
    if isinstance(cell, str | int | float) and not isinstance(cell, bool):
        found = _of_serial(cell, sheet) or _of_writing(cell)
    if found is None:
        raise Unfit(f"must be a date, not {shown(cell)}; {_how_to_write(cell)}")
    if not (sheet.is_text and isinstance(cell, str) and ISO.fullmatch(cell.strip())):
        notes.append(f"was written {shown(cell)} and read as {found}; check it")
    return found


def _of_serial(cell: str | float, sheet: Sheet) -> date | None:
    if isinstance(cell, str) or cell not in SERIALS:
        return None
    return (sheet.epoch + timedelta(days=int(cell))).date()


def _of_writing(cell: str | float) -> date | None:
    if not isinstance(cell, str):
        return sure_date(int(cell)) if cell == cell // 1 else None
    return sure_date(cell.translate(NOT_SEEN))


def _how_to_write(cell: Cell) -> str:
    guess = guess_date(cell.strip()) if isinstance(cell, str) else None
    return f"write {guess}, if that is the day" if guess else "write it like 2022-09-01"


def choice(words: Mapping[str, str]) -> Reader:
    """A reader of one of `words`, which stand for what TOML writes."""

    def read(cell: Cell, _sheet: Sheet, _notes: list[str]) -> str:
        word = cell.translate(NOT_SEEN).strip().casefold() if isinstance(cell, str) else ""
        if word not in words:
            raise Unfit(f"must be one of {_first_words(words)}, not {shown(cell)}")
        return words[word]

    return read


def choices(words: Mapping[str, str]) -> Reader:
    """A reader of several of `words`, with `;` or a comma between them."""
    one = choice(words)

    def read(cell: Cell, sheet: Sheet, notes: list[str]) -> list[str]:
        parts = re.split(r"[;,\n]", cell) if isinstance(cell, str) else [cell]
        return [one(part, sheet, notes) for part in parts if part != ""]

    return read


def _first_words(words: Mapping[str, str]) -> str:
    first: dict[str, str] = {}
    for word, meaning in words.items():
        first.setdefault(meaning, word)
    return ", ".join(first.values())


def fact(cell: Cell, _sheet: Sheet, notes: list[str]) -> Any:  # noqa: ANN401 - as TOML
    """Whatever stands there, as TOML would keep it."""
    if isinstance(cell, str):
        return _line(cell, notes)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    return str(cell) if isinstance(cell, timedelta) else cell


def fact_or_none(cell: Cell, sheet: Sheet, notes: list[str]) -> str:
    """A line of text, where `inget` says that none is known to be; TOML writes the empty text for that."""
    written = text(cell, sheet, notes)
    return "" if written.casefold() in NONE_KNOWN else written


def _line(written: str, notes: list[str]) -> str:
    line = as_text(" ".join(written.translate(NOT_SEEN).replace("_x000D_", " ").split()), TEXT_LONGEST)
    if line.startswith("="):
        raise Unfit(f'begins with "=", as a formula does: {show(line)}; write the value itself')
    if re.match(r"@|[+-](?![\s\d(])", line):
        notes.append(f"begins with {show(line[0])}, and is kept as the text that it is")
    return line


def shown(cell: Cell) -> str:
    """`cell` as a reason names it."""
    if isinstance(cell, Misread):
        return cell.reason
    if isinstance(cell, datetime) and cell.time() == time():
        return str(cell.date())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return show(cell)
