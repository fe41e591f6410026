"""Several workers, one database, one Telegram: each notice once, and together at Telegram's pace."""

import asyncio
import time
from collections import Counter as Tally
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import outbox
from bot.app import App
from bot.clock import SharedClock
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.store import Store
from models import NoticeKind
from tests.hands import HandClock
from tests.works import ON_POSTGRESQL, another_app, crowd, notices, works


class FastClock:
    """Thirty seconds a second: the pace stays in the rows, and the test does not take its time."""

    def __init__(self, start: datetime) -> None:
        self._start, self._began = start, time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=30 * (time.monotonic() - self._began))


def owe_everybody(store: Store, people: list[int], now: datetime, occasions: str = "a") -> None:
    """Owe each of `people` a notice per occasion."""

    def unit(session: Session) -> None:
        for occasion in occasions:
            for mine in people:
                outbox.owe(session, mine, NoticeKind.MEMBER_JOINED, people[0], occasion, now)

    store.run_now(unit)


@asynccontextmanager
async def workers(url: str, clock: FastClock, telegram: LocalTelegram, count: int) -> AsyncIterator[list[App]]:
    """Workers with stores of their own, ten notices in hand at most."""
    async with telegram, AsyncExitStack() as open_ones:
        yield [
            await open_ones.enter_async_context(another_app(url, clock, telegram, in_flight=10)) for _ in range(count)
        ]


async def work(app: App, store: Store) -> int:
    """Deliver until nothing is owed any more."""
    total = 0
    while store.run_now(lambda session: outbox.unsaid(session, app.clock.now())):
        total += await app.delivery.deliver_due()
        await asyncio.sleep(0.01)
    return total


@ON_POSTGRESQL
async def test_two_workers_on_one_postgresql_say_each_notice_once(
    played: Store, database_url: str, now: datetime
) -> None:
    clock = FastClock(now)
    telegram = LocalTelegram(World(clock))
    people = crowd(played, telegram.world, 100, now)
    owe_everybody(played, people, now, "ab")
    async with workers(database_url, clock, telegram, 2) as (one, other):
        shares = await asyncio.gather(work(one, played), work(other, played))
    heard = Tally(len(telegram.world.chats[10_000 + n].messages) for n in range(100))
    assert heard == {2: 100}
    assert sum(shares) == 200
    assert min(shares) > 40  # both had a share of it
    assert all(notice.sent_at and notice.attempts == 1 for notice in notices(played))


@ON_POSTGRESQL
async def test_two_workers_say_each_notice_once_though_telegram_fails_now_and_then(
    played: Store, database_url: str, now: datetime
) -> None:
    clock = FastClock(now)
    telegram = LocalTelegram(World(clock))
    people = crowd(played, telegram.world, 80, now)
    owe_everybody(played, people, now)
    for kind in ("server_error", "drop_before", "bad_gateway"):
        telegram.faults.add(kind, "sendMessage", times=12, probability=0.2)
    telegram.faults.add("too_many_requests", "sendMessage", times=1, probability=0.1)
    async with workers(database_url, clock, telegram, 2) as (one, other):
        await asyncio.gather(work(one, played), work(other, played))
    assert {len(telegram.world.chats[10_000 + n].messages) for n in range(80)} == {1}


async def test_a_killed_worker_s_notices_are_said_by_another_when_its_lease_has_run_out(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        people = crowd(played, it.world, 12, clock.now())
        owe_everybody(played, people, clock.now())
        dead = played.run_now(lambda session: outbox.claim(session, clock.now(), 5))
        assert await it.deliver() == 7
        clock.forward(minutes=3)
        assert await it.deliver() == len(dead)
        assert {len(it.heard(10_000 + n)) for n in range(12)} == {1}


async def test_seventy_messages_keep_telegram_s_limits_without_one_refusal(
    played: Store, database_url: str, now: datetime
) -> None:
    clock = SharedClock()
    clock.move_to(now)
    async with works(database_url, clock) as it:
        people = crowd(played, it.world, 70, now)
        it.world.limits = True
        for occasion in "abc":  # a machine that stands still for half a second sends at once what it then is late with
            owe_everybody(played, people, now, occasion)
            began = time.monotonic()
            if await it.deliver() == 70:
                break
    assert time.monotonic() - began > 70 / 30 - 1.5
    assert {notice.attempts for notice in notices(played) if f":{occasion}:" in notice.key} == {1}


async def test_the_worker_wakes_when_something_is_owed_and_stops_at_once(
    played: Store, database_url: str, now: datetime
) -> None:
    clock = SharedClock()
    clock.move_to(now)
    async with works(database_url, clock) as it:
        stop = asyncio.Event()
        running = asyncio.create_task(it.app.delivery.run(stop, it.app.store.owed))
        await asyncio.sleep(0.1)
        [mine] = crowd(played, it.world, 1, now)
        owe_everybody(played, [mine], now)
        it.app.store.owed.set()
        began = time.monotonic()
        while not it.world.chats[10_000].messages:  # noqa: ASYNC110 - the world has no event for it
            await asyncio.sleep(0.01)
        stop.set()
        await running
        assert time.monotonic() - began < 0.9
