"""What came of a scene: what was killed, what was found afterwards, and where the time went."""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.checker import Verdict, Wounded


@dataclass
class Outcome:
    """What came of a scene."""

    name: str
    cycles: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each service died at each named point."""
    verdict: Verdict = field(default_factory=Verdict)
    repeated: int = 0
    """Updates that were committed when a kill came, and not acknowledged: they came again."""
    in_flight: int = 0
    """Notices that were claimed and not marked when a kill came."""
    logged: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    quiet_seconds: float = 0.0
    """Of these, after the last kill."""
    spent: dict[str, float] = field(default_factory=dict)
    """Seconds of the cycles: until it serves, until it dies, looking at what it left, letting time pass."""
    wounded: Wounded = field(default_factory=Wounded)
    """What the checker saw of the wounds that were made on purpose, and undone."""

    @contextlib.contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Add the seconds that this takes to those spent on `what`."""
        begun = time.monotonic()
        yield
        self.spent[what] = self.spent.get(what, 0.0) + time.monotonic() - begun
