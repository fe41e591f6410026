"""Reading cells that hold a small list: a budget, and what comes back every week. As those of `cells`."""

import re
from collections.abc import Mapping
from typing import Any

from bot import money
from bot.actions.partnerships.amounts import ORE
from bot.actions.partnerships.cells import Reader, lines
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.grid import Cell, Sheet
from bot.actions.partnerships.values import Unfit
from bot.actions.partnerships.weekdays import WEEKDAY, WRITTEN

HOUR = r"([0-9]{1,2})(?:[.:]00)?"
WEEKLY = re.compile(rf"(\w+)\.?,? (?:kl\.? ?)?{HOUR}\s*[-–]\s*{HOUR}:?,? (\w+)")


def budget(cell: Cell, sheet: Sheet, notes: list[str]) -> list[dict[str, Any]]:
    """What the money goes to: `Koordinator: 125 000 kr; Handledare: 60000`; a sum with öre stays as it is written."""
    made: list[dict[str, Any]] = []
    for line in lines(cell, sheet, notes):
        name, _, written = (part.strip() for part in line.rpartition(":"))
        if written == "-":  # of 500:-
            name, _, written = (part.strip() for part in line[:-2].rpartition(":"))
        ore = money.read(written)
        if not name or ore is None:
            raise Unfit(f"must say what and how much, like Koordinator: 125000, not {show(line)}")
        made.append({"name_sv": name, "sek": written if ore % ORE else ore // ORE})
    return made


def weekly(kinds: Mapping[str, str]) -> Reader:
    """A reader of what comes back every week: `ons 16–20 läxhjälp`, of these kinds of activities."""

    def read(cell: Cell, sheet: Sheet, notes: list[str]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for line in lines(cell, sheet, notes):
            found = WEEKLY.fullmatch(line.casefold())
            day = WEEKDAY.get(found[1]) if found else None
            if not found or not day or found[4] not in kinds:
                raise Unfit(f"must say a day, the hours and what it is, like ons 16–20 läxhjälp, not {show(line)}")
            hours = {"opens": int(found[2]), "closes": int(found[3])}
            made.append({"weekday": WRITTEN[day][0], **hours, "kind": kinds[found[4]]})
        return made

    return read
