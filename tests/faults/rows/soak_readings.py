"""What a process and its database come to over time: memory, threads, open files, and rows that wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
WARM_UP = 0.1
"""So much of a process's life is not looked at: it fills its caches."""


@dataclass(frozen=True)
class Reading:
    """A process at a moment, `seconds` after the soak began."""

    seconds: float
    kibibytes: int
    threads: int
    files: int


def read(pid: int, seconds: float) -> Reading | None:
    """How process `pid` is now; nothing where it has just ended."""
    try:
        lines = (PROC / str(pid) / "status").read_text(encoding="ascii", errors="replace").splitlines()
        status = dict(line.split(":", 1) for line in lines if ":" in line)
        files = sum(1 for _ in (PROC / str(pid) / "fd").iterdir())
        return Reading(seconds, int(status["VmRSS"].split()[0]), int(status["Threads"]), files)
    except (FileNotFoundError, ProcessLookupError, KeyError):
        return None


@dataclass
class Life:
    """One process, from its start to its end."""

    service: str
    readings: list[Reading] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long it was looked at."""
        return self.readings[-1].seconds - self.readings[0].seconds if self.readings else 0.0

    def warm(self) -> Sequence[Reading]:
        """What was read once it had warmed up."""
        since = self.readings[0].seconds + WARM_UP * self.seconds
        return [one for one in self.readings if one.seconds >= since]

    def growth(self) -> float:
        """By how many percent its memory grew, along the line that fits best, from when it was warm to its end."""
        points = [(one.seconds, float(one.kibibytes)) for one in self.warm()]
        first, last = line(points)
        return 100 * (last - first) / first

    def climbed(self, what: str) -> float:
        """How many more `threads` or `files` there were in the last third than in the first, at the fewest."""
        values = [int(getattr(one, what)) for one in self.warm()]
        third = max(1, len(values) // 3)
        return min(values[-third:]) - max(values[:third])


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Where the line that fits `points` best (least squares) begins and ends."""
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    slope = sum((x - middle) * (y - height) for x, y in points) / spread if spread else 0.0
    return height + slope * (points[0][0] - middle), height + slope * (points[-1][0] - middle)


class Stuck:
    """For how long each row has waited, by a stopwatch: the clock on the wall is moved."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self.longest = 0.0
        self.which = ""

    def look(self, waiting: Iterable[str], seconds: float) -> None:
        """These wait now; whatever does not any more is forgotten."""
        self._since = {one: self._since.get(one, seconds) for one in waiting}
        for one, since in self._since.items():
            if seconds - since > self.longest:
                self.longest, self.which = seconds - since, one
