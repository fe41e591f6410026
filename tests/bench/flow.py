"""Updates a second: the whole product through complete referral flows, against an echo bot that stores nothing."""

from tests.bench.contestants import ECHO, ECHO_AT_ONCE, PRODUCT, Run
from tests.bench.figures import Figure, at_least, middle, ratios
from tests.bench.players import UPDATES_PER_FLOW
from tests.bench.rounds import interleaved

FLOWS = 60


def measure(rounds: int = 3) -> list[Figure]:
    """The product against PTB as it comes, and against PTB with as many updates at once as the product."""
    runs = interleaved((PRODUCT, ECHO, ECHO_AT_ONCE), rounds, FLOWS)
    ours = [run.per_second for run in runs[PRODUCT.name]]
    figures = []
    for other, goal in ((ECHO, at_least(1.2, 1.6)), (ECHO_AT_ONCE, None)):
        theirs = [run.per_second for run in runs[other.name]]
        note = f"{middle(ours):.0f}/s ({middle(ours) / UPDATES_PER_FLOW:.1f} flows/s) against {middle(theirs):.0f}/s"
        figures.append(Figure("flow", f"updates/s, against {other.name}", ratios(ours, theirs), goal=goal, note=note))
    return [*figures, _cpu(runs[PRODUCT.name], runs[ECHO.name]), _harness(runs[PRODUCT.name])]


def _cpu(ours: list[Run], theirs: list[Run]) -> Figure:
    """CPU time of the bots' processes; it has no goal of its own."""
    above, below = [run.cpu_per_update for run in ours], [run.cpu_per_update for run in theirs]
    note = f"{middle(above):.1f} ms against {middle(below):.1f} ms"
    return Figure("flow", f"CPU/update, against {ECHO.name}", ratios(above, below), note=note)


def _harness(runs: list[Run]) -> Figure:
    """How busy the fake Telegram was beside the product: near 1 it would be what is measured."""
    busy = tuple(run.own_cpu_seconds / run.seconds for run in runs)
    sent = middle([run.sent / run.seconds for run in runs])
    note = f"the bot's own: {middle([run.cpu_seconds / run.seconds for run in runs]):.2f}; {sent:.0f} messages sent/s"
    return Figure("flow", "share of a core that the fake Telegram took", busy, unit="", note=note)
