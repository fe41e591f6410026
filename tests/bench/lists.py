"""The pages of one caseworker and one partner that have a few hundred referrals, among ten thousand and a million."""

from functools import partial

from bot.cards import lists
from tests.bench import databases
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.timing import in_turns, page

TIMES = 60


def measure(rounds: int = 3) -> list[Figure]:
    """Both pages, the large database against the small one."""
    small, large = databases.sqlite(databases.SMALL), databases.sqlite(databases.large())
    mine, inbox = partial(lists.mine, number=0), partial(lists.inbox, number=0)
    pages = [
        page(small, small.caseworker_id, mine),
        page(large, large.caseworker_id, mine),
        page(small, small.koordinator_id, inbox),
        page(large, large.koordinator_id, inbox),
    ]
    times = in_turns(pages, rounds, TIMES)
    return [
        _figure(f"my referrals, {large.referrals:,} against {small.referrals:,}", times[0], times[1]),
        _figure(f"a partner's inbox, {large.referrals:,} against {small.referrals:,}", times[2], times[3]),
    ]


def _figure(what: str, small: list[float], large: list[float]) -> Figure:
    note = f"{1000 * middle(large):.2f} ms against {1000 * middle(small):.2f} ms"
    return Figure("lists", what, ratios(large, small), goal=at_most(1.15, 1.05), note=note)
