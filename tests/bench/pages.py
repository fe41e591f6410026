"""The room's pages: how large each is, how many requests it takes, and how long they take while 50 people save.

The bytes are of the page's own answer and of what it links to from us (styles, scripts), uncompressed; a browser keeps
the latter. Left out: TLS, the browser's own work.
"""

import asyncio
import re
import time
from dataclasses import dataclass

from aiohttp import ClientSession, TCPConnector
from sqlmodel import Session, col, select

from bot.clock import SystemClock
from bot.sealed.ring import new_key
from bot.store import Store, open_engine
from models import Agreement, Organisation, OrganisationKind, Role
from tests.bench.board import a_member, set_up
from tests.bench.figures import Figure, percentile
from tests.bench.inside import Visitor, let_in
from tests.bench.room import save
from tests.bench.room_scene import Writer, let_writers_in, server
from tests.bench.rounds import folder
from tests.bench.size import sized

LINKED = re.compile(r"""(?:src|href)="(/room/static/[^"]+)\"""")
MANAGER = 30_000
WRITERS_AT_ONCE = 50
READS = 10
PACE_SECONDS = 1.0


@dataclass(frozen=True)
class Weight:
    """What a page costs whoever opens it."""

    page: int
    """Bytes."""
    with_linked: int
    requests: int


def measure(rounds: int = 1) -> list[Figure]:
    """Each page's weight, and how long pages take under load."""
    weights, times = {}, []
    for _ in range(rounds):
        found, took = asyncio.run(_round())
        weights = found
        times.append(1000 * percentile(took, 99))
    figures = [_of(name, weight) for name, weight in weights.items()]
    note = f"{WRITERS_AT_ONCE} people, each saves a note and opens a page once a second"
    return [*figures, Figure("pages", "a page while people save, p99", tuple(times), "ms", note=note)]


def weigh() -> dict[str, Weight]:
    """Each page's weight, by its path."""
    return asyncio.run(_weigh_alone())


def _of(name: str, weight: Weight) -> Figure:
    note = f"{weight.requests} requests, {weight.with_linked / 1000:.1f} kB with what it links to"
    return Figure("pages", f"size of {name}", (weight.page / 1000,), "kB", note=note)


async def _weigh_alone() -> dict[str, Weight]:
    with folder() as path:
        url, key = f"sqlite:///{path / 'bench.db'}", new_key("bench")
        set_up(url)
        writers, manager, agreement = let_writers_in(url, 1), *_manager(url)
        with server(url, key) as (address, _):
            async with ClientSession(address) as http:
                await save(http, writers[0])
                return await _weigh_all(http, writers[0], manager, agreement)


async def _round() -> tuple[dict[str, Weight], list[float]]:
    with folder() as path:
        url, key = f"sqlite:///{path / 'bench.db'}", new_key("bench")
        set_up(url)
        writers, manager, agreement = let_writers_in(url), *_manager(url)
        with server(url, key) as (address, _):
            async with ClientSession(address, connector=TCPConnector(limit=WRITERS_AT_ONCE)) as http:
                await asyncio.gather(*(save(http, writer) for writer in writers))
                weights = await _weigh_all(http, writers[0], manager, agreement)
                times = await asyncio.gather(*(_read(http, writer, n) for n, writer in enumerate(writers)))
    return weights, [one for each in times for one in each]


def _manager(url: str) -> tuple[Visitor, int]:
    """A manager inside, and the id of an agreement of theirs."""
    clock = SystemClock()
    store = Store(open_engine(url), clock)

    def unit(session: Session) -> tuple[Visitor, int]:
        boards = select(Organisation).where(col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD)
        manager = a_member(MANAGER, Role.MANAGER, session.exec(boards).one().id, clock.now())
        session.add(manager)
        session.flush()
        agreement = session.exec(select(Agreement).order_by(col(Agreement.id))).first()
        assert agreement
        return let_in(session, manager, clock.now()), agreement.id

    found = store.run_now(unit)
    store.close()
    return found


async def _weigh_all(http: ClientSession, writer: Writer, manager: Visitor, agreement: int) -> dict[str, Weight]:
    """The pages that people open most, for whoever opens them."""
    own = ("/day", f"/r/{writer.code}", f"/r/{writer.code}/note", "/kept")
    managers = (
        "/overview",
        "/steps",
        "/people",
        "/agreements",
        f"/agreement/{agreement}",
        f"/agreement/{agreement}/budget",
        f"/agreement/{agreement}/criteria",
        "/documents",
        "/reports",
    )
    opened = [*((writer.visitor, path) for path in own), *((manager, path) for path in managers)]
    return {_general(path): await _weigh(http, visitor, path) for visitor, path in opened}


def _general(path: str) -> str:
    return re.sub(r"R-B\d+|(?<=agreement/)\d+", "…", path)


async def _weigh(http: ClientSession, visitor: Visitor, path: str) -> Weight:
    page = await _get(http, visitor.root + path, visitor)
    linked = sorted(set(LINKED.findall(page.decode())))
    others = [len(await _get(http, one, visitor)) for one in linked]
    return Weight(len(page), len(page) + sum(others), 1 + len(linked))


async def _get(http: ClientSession, path: str, visitor: Visitor) -> bytes:
    async with http.get(path, headers=visitor.headers, allow_redirects=False) as answer:
        body = await answer.read()
        assert answer.status == 200, (path, answer.status)
        return body


async def _read(http: ClientSession, writer: Writer, number: int) -> list[float]:
    """Save a note and open the referral's page, once a second; how long the page took each time."""
    await asyncio.sleep(PACE_SECONDS * number / WRITERS_AT_ONCE)
    times = []
    for _ in range(sized(READS, 3)):
        begun = time.perf_counter()
        await save(http, writer)
        saved = time.perf_counter()
        await _get(http, f"{writer.visitor.root}/r/{writer.code}", writer.visitor)
        times.append(time.perf_counter() - saved)
        await asyncio.sleep(max(0.0, PACE_SECONDS - (time.perf_counter() - begun)))
    return times
