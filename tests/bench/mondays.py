"""Two boards' digests on one Monday morning: 10,000 managers, on PostgreSQL.

First what it takes to owe them all, a thousand in a transaction, as the timetable does it; then how many digests a
second workers can make and say without Telegram's pace, with one worker and with two. At Telegram's pace the ten
thousand take five and a half minutes, whatever the machine.
"""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlmodel import Session, col, select

from bot.actions import digests
from bot.clock import SharedClock
from models import Language, Member, Organisation, OrganisationKind, Role
from tests.bench.figures import Figure, middle
from tests.bench.rounds import folder, new_database
from tests.bench.rows import NOW, build
from tests.bench.services import HURRIED, against_first, copies
from tests.bench.size import sized
from tests.bench.statements import counting
from tests.bench.world import World
from tests.faults import databases

MANAGERS = 10_000
REFERRALS = 100_000
SAID = 2_000
"""How many digests are waited for."""
UNITS = 50
FIRST_USER = 500_000


def measure(rounds: int = 3) -> list[Figure]:
    """Owing, then saying."""
    with folder() as path, databases.postgres(path) as admin:
        url = new_database(admin)
        engine = build(url, sized(REFERRALS, 2_000), boards=2, caseworkers=20).engine
        managers = _add_managers(engine, sized(MANAGERS, 100))
        owed = [list(_owe(engine)) for _ in range(rounds)]
        with counting(engine) as statements:
            list(_owe(engine))
        rates = [[asyncio.run(_say(number, admin, path)) for _ in range(rounds)] for number in (1, 2)]
        engine.dispose()
    count = f"{managers:,} managers of two boards"
    totals, longest = tuple(sum(each) for each in owed), tuple(1000 * max(each) for each in owed)
    two = against_first(rates)[0]
    return [
        Figure("mondays", "owing all digests", totals, "s", note=f"{count}; {len(statements)} statements"),
        Figure("mondays", "the longest transaction of it", longest, "ms", note=f"{digests.CHUNK} managers at once"),
        _rate("digests made and said, 1 worker, no pace", rates[0], "digests/s", ""),
        _rate("digests made and said, 2 workers against 1", two, "x", f"{middle(rates[1]):.0f}/s"),
    ]


def _rate(what: str, rounds: list[float] | tuple[float, ...], unit: str, note: str) -> Figure:
    return Figure("mondays", what, tuple(rounds), unit, note=note, more_is_better=True)


def _add_managers(engine: Engine, wanted: int) -> int:
    """Managers of the two boards, so that there are that many; how many there are."""
    with Session(engine) as session:
        kind = col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD
        boards = session.scalars(select(col(Organisation.id)).where(kind).order_by(col(Organisation.id).desc())).all()
        rows = [
            {
                "telegram_id": FIRST_USER + number,
                "name": f"Chef {number}",
                "role": Role.MANAGER,
                "organisation_id": boards[number % 2],
                "unit": f"Enhet {number // 2 % UNITS}",
                "language": Language.SV,
                "joined_at": NOW - timedelta(days=400),
            }
            for number in range(wanted)
        ]
        session.execute(insert(Member), rows)
        session.commit()
    return wanted


def _owe(engine: Engine) -> Iterator[float]:
    """Owe them all, rolled back at the end; how long each chunk took."""
    with Session(engine) as session:
        owed = -1
        while owed:
            begun = time.perf_counter()
            owed = digests.due(session, NOW)
            session.flush()
            yield time.perf_counter() - begun
        session.rollback()


async def _say(number: int, admin: str, path: Path) -> float:
    """How many digests a second so many workers say, by a clock that shows Monday morning."""
    url, wanted = new_database(admin), sized(SAID, 100)
    engine = build(url, sized(REFERRALS, 2_000), boards=2, caseworkers=20).engine
    _add_managers(engine, wanted)
    clock = SharedClock(path / f"clock-{number}")
    clock.move_to(NOW)
    async with World() as world:
        await world.limit(wanted, 0)
        async with copies(HURRIED, number, world, url, path, SHARED_CLOCK=str(path / f"clock-{number}")):
            _owe_for_good(engine)
            sent = await world.until_sent(600)
    engine.dispose()
    return (len(sent.times) - 1) / (sent.times[-1] - sent.times[0])


def _owe_for_good(engine: Engine) -> None:
    with Session(engine) as session:
        while digests.due(session, NOW):
            session.commit()
