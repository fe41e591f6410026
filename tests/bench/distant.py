"""60 milliseconds to Telegram and 200 people: updates a second, and how long they wait, against PTB as it comes.

Every request to the Bot API and its answer take 60 ms on their way together, half of them each. All 200 caseworkers
refer at once and act as soon as they see what they waited for, so how long one waits follows from how many updates a
second are served (200 people / updates a second): 40 times PTB is 667 a second, and 0.3 seconds, or 5 round trips.
PTB as it comes (`run_polling`, its defaults) handles one update at a time and waits for Telegram before the next.
"""

from tests.bench.contestants import ECHO, PRODUCT, PTB, Run
from tests.bench.figures import Figure, at_least, at_most, middle, percentile, ratios
from tests.bench.players import UPDATES_PER_FLOW
from tests.bench.rounds import harness, interleaved
from tests.bench.size import sized

ROUND_TRIP = 0.060
FLOWS = {PRODUCT: 200, ECHO: 25, PTB: 8}
"""A caseworker each; the slow ones play less, since a flow of theirs takes a second and more."""
WARMING = 5


def measure(rounds: int = 3) -> list[Figure]:
    """Against the echo bot, which has a goal, and against PTB with ConversationHandler doing the same steps."""
    runs = interleaved({who: sized(flows, 5) for who, flows in FLOWS.items()}, rounds, ROUND_TRIP, WARMING)
    ours = [run.per_second for run in runs[PRODUCT.name]]
    figures = []
    for other, goal in ((ECHO, at_least(40, 60)), (PTB, None)):
        theirs = [run.per_second for run in runs[other.name]]
        note = f"{middle(ours):.0f}/s against {middle(theirs):.1f}/s; {1000 * ROUND_TRIP:.0f} ms to Telegram and back"
        what = f"updates/s, against {other.name}"
        figures.append(Figure("distant", what, ratios(ours, theirs), goal=goal, note=note, more_is_better=True))
    waits = [_waits(who.name, runs[who.name]) for who in (PRODUCT, ECHO)]
    return [*figures, *waits, harness("distant", runs[PRODUCT.name])]


def _waits(name: str, runs: list[Run]) -> Figure:
    """How long the slowest hundredth waited, in round trips."""
    p99s, p50s = [], []
    for run in runs:
        p99s.append(percentile(run.played.waits, 99) / ROUND_TRIP)
        p50s.append(percentile(run.played.waits, 50) / ROUND_TRIP)
    goal = at_most(5, 4) if name == PRODUCT.name else None
    people = max(run.played.updates for run in runs) // UPDATES_PER_FLOW
    what, note = f"wait for an answer, p99, {name}", f"p50: {middle(p50s):.1f} round trips; {people} people"
    return Figure("distant", what, tuple(p99s), unit="round trips", goal=goal, note=note)
