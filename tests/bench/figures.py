"""What a bench gives back: figures, each a ratio of two things measured in the same run, beside their goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Goal:
    """What a figure must reach, and what it should (DESIGN.md section 6)."""

    must: float
    stretch: float
    is_least: bool
    """Whether more is better."""

    def verdict(self, value: float) -> str:
        """One word for `value`."""
        if self._reached(value, self.stretch):
            return "stretch"
        return "must" if self._reached(value, self.must) else "MISSED"

    def _reached(self, value: float, goal: float) -> bool:
        return value >= goal if self.is_least else value <= goal


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    bench: str
    what: str
    rounds: tuple[float, ...]
    """The ratio of each round."""
    unit: str = "x"
    goal: Goal | None = None
    note: str = ""
    """The two things themselves, so that nobody has to trust a ratio alone."""
    more_is_better: bool = False
    """Where there is no goal that says so."""

    @property
    def value(self) -> float:
        """The median round."""
        return median(self.rounds)

    @property
    def better(self) -> str:
        """Whether it should be `higher` or `lower`."""
        return "higher" if (self.goal.is_least if self.goal else self.more_is_better) else "lower"

    @property
    def spread(self) -> tuple[float, float]:
        """The worst and the best round, or the other way round: the least and the most."""
        return min(self.rounds), max(self.rounds)


def at_least(must: float, stretch: float) -> Goal:
    """A goal for what should be large."""
    return Goal(must, stretch, is_least=True)


def at_most(must: float, stretch: float) -> Goal:
    """A goal for what should be small."""
    return Goal(must, stretch, is_least=False)


def ratios(upper: Sequence[float], lower: Sequence[float]) -> tuple[float, ...]:
    """Round by round: what was measured one after the other is compared with each other."""
    return tuple(above / below for above, below in zip(upper, lower, strict=True))


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def percentile(values: Sequence[float], which: int) -> float:
    """The value that `which` in a hundred do not exceed, at most the largest there is."""
    return quantiles(values, n=100, method="inclusive")[which - 1]
