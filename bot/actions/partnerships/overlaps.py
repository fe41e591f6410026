"""Periods that overlap: an agreement begins after the one that it follows has ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.actions.partnerships.findings import show


@dataclass(frozen=True)
class Span:
    """An agreement's period (both days inclusive), what it follows, and the ids of its parties."""

    name: str
    follows: str | None
    parties: frozenset[int]
    first: date
    last: date

    @property
    def period(self) -> str:
        """Both days."""
        return f"{self.first} to {self.last}"


class Overlaps(NamedTuple):
    """By the name of an agreement of the file."""

    wrong: dict[str, str]
    odd: dict[str, str]


def find_overlaps(in_file: Mapping[str, Span], in_database: Mapping[str, Span]) -> Overlaps:
    """Where the agreements of the file overlap each other or those that the database has.

    In a chain of agreements that is wrong; between others of the same parties it is odd.
    """
    spans = {**in_database, **in_file}
    wrong = dict(_in_chains(in_file, spans))
    odd: dict[str, str] = {}
    roots = _Roots(spans)
    place = {name: number for number, name in enumerate(in_file)}
    for pair in _of_same_parties(spans.values()):
        other, named = sorted(pair, key=lambda span: place.get(span.name, -1))
        if named.name not in in_file or named.name in wrong or _follow(*pair):
            continue
        if roots.of(named.name) == roots.of(other.name):
            wrong[named.name] = _same_chain(named, other)
        else:
            odd.setdefault(named.name, _beside(named, other))
    return Overlaps(wrong, odd)


def _in_chains(in_file: Mapping[str, Span], spans: Mapping[str, Span]) -> Iterable[tuple[str, str]]:
    for span in spans.values():
        before = spans.get(span.follows or "")
        if before is None or span.first > before.last:
            continue
        if span.name in in_file:
            yield span.name, _begins_too_early(span, before)
        elif before.name in in_file:
            yield before.name, _ends_too_late(before, span)


def _follow(one: Span, other: Span) -> bool:
    return one.follows == other.name or other.follows == one.name


def _of_same_parties(spans: Iterable[Span]) -> Iterable[tuple[Span, Span]]:
    """Pairs that overlap: each agreement with the one before it that lasts longest."""
    groups: defaultdict[frozenset[int], list[Span]] = defaultdict(list)
    for span in spans:
        groups[span.parties].append(span)
    for group in groups.values():
        ordered = sorted(group, key=lambda span: (span.first, span.last, span.name))
        longest = ordered[0]
        for span in ordered[1:]:
            if span.first <= longest.last:
                yield longest, span
            longest = max(longest, span, key=lambda one: one.last)


class _Roots:
    """The first agreement of each chain."""

    def __init__(self, spans: Mapping[str, Span]) -> None:
        self._spans = spans
        self._found: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The name of the first agreement in the chain of `name`; a circle has the one where it closes."""
        walk: list[str] = []
        here = name
        while here not in self._found and here not in walk:
            walk.append(here)
            before = self._spans[here].follows
            if before is None or before not in self._spans:
                break
            here = before
        root = self._found.get(here, here)
        self._found |= dict.fromkeys(walk, root)
        return root


def _begins_too_early(span: Span, before: Span) -> str:
    return (
        f"it begins {span.first}, and {show(before.name)}, which it follows, ends {before.last}: "
        "let it begin the day after, or correct the end of the other"
    )


def _ends_too_late(span: Span, after: Span) -> str:
    return (
        f"it ends {span.last}, and {show(after.name)}, which follows it, begins {after.first}: "
        "let it end the day before, or correct the beginning of the other"
    )


def _same_chain(span: Span, other: Span) -> str:
    return (
        f"its period ({span.period}) overlaps that of {show(other.name)} ({other.period}), "
        "and both are in one chain of agreements: correct the days of one, or what it follows"
    )


def _beside(span: Span, other: Span) -> str:
    return (
        f"its period ({span.period}) overlaps that of {show(other.name)} ({other.period}), "
        "and the parties are the same; check the days, or whether it is the same agreement twice"
    )
