"""Digits that stand so near each other that they may be read as one number.

A chain is a row of groups (digits, or a single letter of an interim number) with gaps that hold no words. A number is
looked for from one gap to another, never within a group: ten digits in the middle of thirty are not a number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from bot.guard.numbers import INTERIM_LETTERS

GROUP = re.compile(rf"\d+|(?<![^\W\d_])[{INTERIM_LETTERS}{INTERIM_LETTERS.lower()}](?![^\W\d_])")
LONGEST_GAP = 24
SPOKEN = re.compile(
    r"\W*(?:(?:och|de|har|med|samt)\W+){0,3}(?:(?:binde)?streck|minus|plus|sista(?:\W+fyra)?|fyra\W+sista|kontrollsiffr\w{1,4}|kontrollnr)\W*(?:siffrorna\W*|siffror\W*)?(?:är\W*)?",
    re.IGNORECASE,
)
LONGEST_SPOKEN = 40
SIGNS = re.compile(r"[\W_]*")
LOUD = re.compile(r"[^\s]")
MOST_SIGNS = 4
TIGHT = re.compile(r"[^\S\n]*(?:[-+/._·•*~|\\:'][^\S\n]*)?|\s*\n\s*|[-+/._]\s*\n\s*")
SENTENCE_END = re.compile(r"[.!?;:,]\s")


@dataclass(frozen=True)
class Chain:
    """Groups in a row.

    Attributes:
        digits: the groups without their gaps, letters in upper case.
        starts: for each group, the index of its first character in the plain text.
        ends: for each group, the index after its last.
        offsets: for each group, the index of its first character in `digits`.
        gaps: for each group, what stands before it; the first has none.
    """

    digits: str
    starts: list[int]
    ends: list[int]
    offsets: list[int]
    gaps: list[str]

    @cached_property
    def group_at(self) -> dict[int, int]:
        """The group that begins at an offset, and the number of groups for the offset after the last."""
        return {offset: group for group, offset in enumerate([*self.offsets, len(self.digits)])}


def chains(text: str) -> Iterator[Chain]:
    """The chains of the plain `text`, in order."""
    row: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[str] = []
    for group in GROUP.finditer(text):
        gap = _gap(text, ends[-1], group.start()) if row else None
        if gap is None and row:
            yield _chain(row, starts, ends, gaps)
            row, starts, ends, gaps = [], [], [], []
        row.append(group.group().upper())
        starts.append(group.start())
        ends.append(group.end())
        gaps.append(gap or "")
    if row:
        yield _chain(row, starts, ends, gaps)


def is_tight(gap: str) -> bool:
    """Whether `gap` is one that people put within a number wherever they like: spaces, one sign, a line break."""
    return TIGHT.fullmatch(gap) is not None and not SENTENCE_END.match(gap)


def _gap(text: str, start: int, end: int) -> str | None:
    return text[start:end] if end - start <= LONGEST_SPOKEN and _joins(text[start:end]) else None


@lru_cache(maxsize=1024)
def _joins(gap: str) -> bool:
    if len(gap) <= LONGEST_GAP and SIGNS.fullmatch(gap) and len(LOUD.findall(gap)) <= MOST_SIGNS:
        return True
    return SPOKEN.fullmatch(gap) is not None


def _chain(row: list[str], starts: list[int], ends: list[int], gaps: list[str]) -> Chain:
    offsets = [0, *accumulate(len(group) for group in row[:-1])]
    return Chain("".join(row), starts, ends, offsets, gaps)
