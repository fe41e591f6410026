"""CPU time an update of the complete flow: the bot's process alone, against plain bots that do the same steps.

The product works on SQLite, which is inside its process; the plain bots on PostgreSQL, whose processes are not counted,
since there is no asynchronous SQLite driver here. That favours the plain bots.
"""

from tests.bench.contestants import AIOGRAM, ECHO, PRODUCT, PTB
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.rounds import harness, interleaved
from tests.bench.size import sized

FLOWS = 30


def measure(rounds: int = 3) -> list[Figure]:
    """The product against aiogram and against python-telegram-bot, both with AsyncSession, and against a bare echo."""
    runs = interleaved(dict.fromkeys((PRODUCT, AIOGRAM, PTB, ECHO), sized(FLOWS, 5)), rounds)
    times = {name: [run.cpu_per_update for run in of_one] for name, of_one in runs.items()}
    ours = times[PRODUCT.name]
    figures = []
    for other, goal in ((AIOGRAM, at_most(0.45, 0.30)), (PTB, None), (ECHO, None)):
        note = f"{middle(ours):.1f} ms against {middle(times[other.name]):.1f} ms"
        what = f"CPU/update, against {other.name}"
        figures.append(Figure("cpu", what, ratios(ours, times[other.name]), goal=goal, note=note))
    return [*figures, harness("cpu", runs[PRODUCT.name])]
