"""What Telegram does to us: every kind of fault again and again, an hour without it, and a day.

Each time one person writes and another taps while the fault strikes, and three are owed a notice. When it has ended,
everything that Telegram still holds must be handled, every open card be shown, every notice be said, all by itself.
"""

from collections.abc import Sequence
from datetime import timedelta

from tests.faults.figures import Figure, Order
from tests.faults.rows.telegram_kinds import KINDS, QUICKEST
from tests.faults.rows.telegram_scenes import Met, be_without, meet, pairs
from tests.faults.rows.telegram_stage import Stage
from tests.faults.timeline import MORNING

FULL, SHORT = 20, 1
NEWCOMERS = 60
LONGEST_SECONDS = 15.0
MOST_UNDER_WAY = 10
"""What can be on its way to Telegram when a 429 comes: two answers of two requests, three notices, two processes."""
SPANS = (timedelta(hours=1), timedelta(hours=25))


async def play(order: Order) -> list[Figure]:
    """Every kind `order.times` times; in the short form (once) the quickest alone."""
    short = order.times == SHORT
    kinds = [kind for kind in KINDS if kind.name in QUICKEST] if short else list(KINDS)
    stage = Stage(order, MORNING)
    met: list[Met] = []
    async with stage.raised(order.folder):
        await stage.hire(NEWCOMERS)
        acting = pairs()
        for number in range(order.times):
            met += [await meet(stage, kind, *next(acting)) for kind in kinds]
            met += [await be_without(stage, span, *next(acting)) for span in (() if short else SPANS)]
            order.tell(f"every kind {number + 1} times")
        counted = stage.counted()
    hiding = {kind.name for kind in KINDS if kind.hides}
    allowed = sum(one.struck for one in met if one.kind in hiding)
    return [
        *_figures(order, met),
        _figure(order, "notices missing", counted.missing + counted.unmarked, "0", good=not counted.missing),
        _figure(order, "extra notices", counted.extra, f"at most {allowed}", good=counted.extra <= allowed),
    ]


def _figures(order: Order, met: Sequence[Met]) -> list[Figure]:
    slowest = max(met, key=lambda one: one.seconds)
    asked = [one.struck for one in met if one.kind == "too_many_requests"]
    must = f"at most {LONGEST_SECONDS:g} s"
    lost, unshown, unsaid = (sum(getattr(one, what) for one in met) for what in ("lost", "unshown", "unsaid"))
    order.tell(f"slowest: {slowest.kind}")
    for one in met:
        if one.lost or one.unshown or one.unsaid or one.seconds > LONGEST_SECONDS:
            order.tell(f"not as it must be: {one}")
    return [
        _figure(order, "faults played", len(met), "as many as wanted", good=bool(met)),
        _figure(order, "updates lost", lost, "0", good=lost == 0),
        _figure(order, "open cards not shown again", unshown, "0", good=unshown == 0),
        _figure(order, "notices left unsaid", unsaid, "0", good=unsaid == 0),
        Figure(
            *("telegram", order.database, "longest until all is well", round(slowest.seconds, 1), must),
            *(slowest.seconds <= LONGEST_SECONDS, "s"),
        ),
        _figure(order, "restarts", sum(not one.up for one in met), "0", good=all(one.up for one in met)),
        _figure(
            *(order, "429 met in one silence", max(asked, default=0), f"at most {MOST_UNDER_WAY}"),
            good=max(asked, default=0) <= MOST_UNDER_WAY,
        ),
    ]


def _figure(order: Order, what: str, value: float, must: str, *, good: bool) -> Figure:
    return Figure("telegram", order.database, what, float(value), must, good)
