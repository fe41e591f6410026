"""Checking all entries of a kind, each on its own and against the others of its name."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Generic, NamedTuple, TypeVar

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.report import Report

T = TypeVar("T")
Check = Callable[[Entry], tuple[T | None, list[str], list[str]]]
SEARCHES = 20


class Checked(NamedTuple, Generic[T]):
    """An entry that is good by itself, and what it says."""

    entry: Entry
    facts: T


def check_all(
    entries: Iterable[Entry], check: Check[T], in_database: Iterable[str], report: Report
) -> list[Checked[T]]:
    """Check `entries`, report what is wrong or odd, and return the good ones.

    Args:
        entries: all of one kind, in the order of the file.
        check: checks one on its own.
        in_database: the names of this kind that the database has.
        report: gets the findings.
    """
    names = frozenset(in_database)
    stored = {name.casefold(): name for name in names}
    first: dict[str, Entry] = {}
    good: list[Checked[T]] = []
    for entry in entries:
        facts, wrong, odd = check(entry)
        wrong = [*entry.faults, *wrong]
        wrong += _repeats(entry, first)
        if entry.name and entry.name not in names:
            wrong += _differs_in_capitals(entry.name, stored)
        report.caution(entry, odd)
        if facts is None or wrong:
            report.reject(entry, wrong)
        else:
            good.append(Checked(entry, facts))
    return good


def _repeats(entry: Entry, first: dict[str, Entry]) -> list[str]:
    if entry.name is None:
        return []
    earlier = first.setdefault(entry.name.casefold(), entry)
    if earlier is entry:
        return []
    return [f"the name {show(entry.name)} stands in the file before, on {earlier.where}; remove one of the two"]


def _differs_in_capitals(name: str, stored: dict[str, str]) -> list[str]:
    known = stored.get(name.casefold())
    return [f"the name differs in capitals only from {show(known)} in the database; write it as there"] if known else []


class Nearest:
    """Suggests the name that somebody may have meant; searches for misspellings a limited number of times."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {_squash(name): name for name in names}
        self._left = SEARCHES

    def hint(self, name: str) -> str:
        """`; did you mean "…"?`, or nothing."""
        found = self._names.get(_squash(name))
        if found is None and self._left > 0:
            self._left -= 1
            found = next((self._names[key] for key in get_close_matches(_squash(name), self._names, n=1)), None)
        return f"; did you mean {show(found)}?" if found else ""


def _squash(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
