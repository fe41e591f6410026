"""One manager's digest among ten thousand and a million referrals; a thousand managers' at once and one by one."""

from sqlmodel import Session

from bot.actions import digests
from bot.cards import digest
from tests.bench import databases
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.rows import NOW, Big
from tests.bench.statements import counting
from tests.bench.timing import in_turns, page, timed

TIMES = 40
MANAGERS = 1000
SAMPLE = 100


def measure(rounds: int = 3) -> list[Figure]:
    """One manager's page; all managers' digests, in the small database and in the large one."""
    small, large = databases.sqlite(databases.SMALL), databases.sqlite(databases.large())
    pages = [page(big, big.manager_id, digest.on_demand) for big in (small, large)]
    of_small, of_large = in_turns(pages, rounds, TIMES)
    note = f"{1000 * middle(of_large):.2f} ms against {1000 * middle(of_small):.2f} ms"
    one = Figure(
        "digest",
        f"one manager's page, {large.referrals:,} against {small.referrals:,}",
        ratios(of_large, of_small),
        goal=at_most(1.15, 1.05),
        note=note,
    )
    return [one, *_all_managers(small, rounds), _ratio(large, 1, SAMPLE // 5, None)]


def _all_managers(big: Big, rounds: int) -> list[Figure]:
    with counting(big.engine) as statements:
        _owe(big, digests.CHUNK, 1)
    counted = Figure(
        "digest", f"statements for {MANAGERS} managers", (float(len(statements)),), "", at_most(4, 4), "one transaction"
    )
    return [counted, _ratio(big, rounds, SAMPLE, (1 / 15, 1 / 30))]


def _ratio(big: Big, rounds: int, sample: int, goals: tuple[float, float] | None) -> Figure:
    """At once against one by one; the latter for some of the managers, times what is lacking."""
    at_once, singly = [], []
    for _ in range(rounds):
        at_once.append(timed(lambda: _owe(big, digests.CHUNK, 1)))
        singly.append(timed(lambda: _owe(big, 1, sample)) * MANAGERS / sample)
    what = f"{MANAGERS} managers at once against one by one, {big.referrals:,} referrals"
    note = f"{middle(at_once):.2f} s against {middle(singly):.2f} s"
    return Figure("digest", what, ratios(at_once, singly), goal=at_most(*goals) if goals else None, note=note)


def _owe(big: Big, chunk: int, times: int) -> None:
    """Owe what is due, so many chunks of that size; nothing stays."""
    usual = digests.CHUNK
    digests.CHUNK = chunk
    try:
        with Session(big.engine) as session:
            for _ in range(times):
                owed = digests.due(session, NOW)
                assert owed == min(chunk, MANAGERS), f"{owed} digests were due"
            session.rollback()
    finally:
        digests.CHUNK = usual
