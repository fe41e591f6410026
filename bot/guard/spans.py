"""Stretches of a text, kept in order for quick questions."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Span = tuple[int, int]


class Spans:
    """Stretches that do not overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._ends = [end for _, end in self._spans]

    def touching(self, start: int, end: int) -> list[Span]:
        """Those that share a character with the stretch from `start` to `end`."""
        return self._spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]
