"""Updates a second: the whole product through complete referral flows, against an echo bot that stores nothing."""

from tests.bench.contestants import ECHO, ECHO_AT_ONCE, PRODUCT, Run
from tests.bench.figures import Figure, at_least, middle, ratios
from tests.bench.players import UPDATES_PER_FLOW
from tests.bench.rounds import harness, interleaved
from tests.bench.size import sized

FLOWS = 60


def measure(rounds: int = 3) -> list[Figure]:
    """The product against PTB as it comes, and against PTB with as many updates at once as the product."""
    runs = interleaved(dict.fromkeys((PRODUCT, ECHO, ECHO_AT_ONCE), sized(FLOWS, 5)), rounds)
    ours = [run.per_second for run in runs[PRODUCT.name]]
    figures = []
    for other, goal in ((ECHO, at_least(1.2, 1.6)), (ECHO_AT_ONCE, None)):
        theirs = [run.per_second for run in runs[other.name]]
        note = f"{middle(ours):.0f}/s ({middle(ours) / UPDATES_PER_FLOW:.1f} flows/s) against {middle(theirs):.0f}/s"
        what = f"updates/s, against {other.name}"
        figures.append(Figure("flow", what, ratios(ours, theirs), goal=goal, note=note, more_is_better=True))
    return [_cpu(runs[PRODUCT.name], runs[ECHO.name]), *figures, harness("flow", runs[PRODUCT.name])]


def _cpu(ours: list[Run], theirs: list[Run]) -> Figure:
    """CPU time of the bots' processes; it has no goal of its own."""
    above, below = [run.cpu_per_update for run in ours], [run.cpu_per_update for run in theirs]
    note = f"{middle(above):.1f} ms against {middle(below):.1f} ms"
    return Figure("flow", f"CPU/update, against {ECHO.name}", ratios(above, below), note=note)
