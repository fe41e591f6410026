"""CPU time an update of the complete flow: the bot's process alone, against a plain bot that does the same steps."""

from tests.bench.contestants import PLAIN, PRODUCT
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.rounds import interleaved

FLOWS = 30


def measure(rounds: int = 3) -> list[Figure]:
    """The product on SQLite against aiogram and AsyncSession on PostgreSQL, whose own processes are not counted."""
    runs = interleaved((PRODUCT, PLAIN), rounds, FLOWS)
    ours, theirs = ([run.cpu_per_update for run in runs[contestant.name]] for contestant in (PRODUCT, PLAIN))
    note = f"{middle(ours):.1f} ms against {middle(theirs):.1f} ms"
    return [
        Figure("cpu", f"CPU/update, against {PLAIN.name}", ratios(ours, theirs), goal=at_most(0.45, 0.30), note=note)
    ]
