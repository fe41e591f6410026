"""What went wrong in this process and has not been written down yet: a line per kind, however often it happens."""

from dataclasses import dataclass
from datetime import datetime

from models import AlarmKind


@dataclass(frozen=True)
class Trouble:
    """So many times, since when, and the newest reference."""

    kind: AlarmKind
    times: int
    since: datetime
    reference: str = ""


class Troubles:
    """Kept in memory, so that whoever meets trouble is not held up by it, nor by a database that is away."""

    def __init__(self) -> None:
        self._open: dict[AlarmKind, Trouble] = {}

    def add(self, trouble: Trouble) -> None:
        """Count it in."""
        earlier = self._open.get(trouble.kind)
        if earlier:
            trouble = Trouble(
                trouble.kind,
                earlier.times + trouble.times,
                min(earlier.since, trouble.since),
                trouble.reference or earlier.reference,
            )
        self._open[trouble.kind] = trouble

    def take(self) -> list[Trouble]:
        """All of them; who takes them writes them down, or adds them again."""
        taken, self._open = list(self._open.values()), {}
        return taken
