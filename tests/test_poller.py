"""The poller: what is acknowledged is committed, and no update is lost, done twice or in the way of others."""

import asyncio
import json
import sqlite3
import time

import pytest
from sqlalchemy import event

from bot.demo.cast import CAST, KNUT, MAJ, YLVA
from bot.store import Store
from models import HandledUpdate, Quarantined
from tests.hands import HandClock
from tests.polling import polling, until
from tests.works import ON_SQLITE, rows, works


async def test_what_waited_is_served_and_acknowledged(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        for player in CAST * 30:
            it.world.send_text(player.telegram_id, "/meny")
        async with polling(it):
            await until(lambda: not len(it.world.updates))
        assert {len(it.heard(player)) for player in CAST} == {30}
    assert len(rows(played, HandledUpdate)) == 180


@ON_SQLITE
async def test_while_the_database_is_locked_nothing_is_acknowledged_and_then_all_is_served_once(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        engine = it.app.store.engine
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
        engine.dispose()
        other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for player in CAST:
            it.world.send_text(player.telegram_id, "/meny")
        async with polling(it):
            await asyncio.sleep(0.6)
            assert len(it.world.updates) == len(CAST)
            assert not it.heard(MAJ)
            other.execute("ROLLBACK")
            await until(lambda: not len(it.world.updates))
        assert {len(it.heard(player)) for player in CAST} == {1}
        other.close()


async def test_the_offset_moves_when_the_batch_is_committed_and_not_before(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.send_text(YLVA.telegram_id, "/meny")
        poller = it.app.poller
        updates = await poller._fetch()
        assert updates
        assert await poller._fetch() == updates  # asked again: still there
        await poller._handle(updates)
        assert len(rows(played, HandledUpdate)) == 1
        await poller._acknowledge()
        assert not len(it.world.updates)


async def test_duplicates_take_effect_once(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("duplicate", "getUpdates", times=5)
        it.world.send_text(YLVA.telegram_id, "/hanvisa B2 trädgård")
        async with polling(it):
            await until(lambda: not it.faults.waiting())
            await until(lambda: not len(it.world.updates))
    assert len(rows(played, HandledUpdate)) == 1


async def test_one_update_that_makes_a_batch_unreadable_is_set_apart_and_the_others_are_served(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        for who in (YLVA, MAJ, KNUT):
            it.world.send_text(who.telegram_id, "/meny")
        it.world.updates.spoil(2)
        async with polling(it):
            await until(lambda: not len(it.world.updates))
        assert [len(it.heard(who)) for who in (YLVA, MAJ, KNUT)] == [1, 0, 1]
        [apart] = rows(played, Quarantined)
    assert (apart.update_id, apart.error) == (2, "ValueError")
    assert {row.update_id for row in rows(played, HandledUpdate)} == {1, 2, 3}


async def test_it_stops_at_once_in_the_middle_of_a_long_poll(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        stop = asyncio.Event()
        running = asyncio.create_task(it.app.poller.run(stop))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        stop.set()
        await running
        assert time.monotonic() - began < 0.2


async def test_a_number_that_telegram_would_not_give_moves_nothing_and_the_next_is_served(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.push_raw({"update_id": 2**70, "message": 1})
        it.world.send_text(YLVA.telegram_id, "/meny")
        async with polling(it):
            await until(lambda: len(it.heard(YLVA)) == 1)
        assert not len(it.world.updates)


async def test_after_a_silent_week_a_lower_number_is_served_too(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.poller.WAIT_SECONDS", 0)
    async with works(database_url, clock) as it:
        it.world.send_text(YLVA.telegram_id, "/meny")
        first = json.loads(it.world.updates.live()[0].body)
        it.world.push_raw({"update_id": 1_000_000, "message": 1})
        async with polling(it):
            await until(lambda: len(it.heard(YLVA)) == 1 and not len(it.world.updates))
            await asyncio.sleep(0.3)
            it.world.push_raw({**first, "update_id": 500_000})
            await until(lambda: len(it.heard(YLVA)) == 2)


async def test_an_update_without_a_number_does_not_make_it_spin(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.push_raw({"update_id": "x", "message": 1})
        async with polling(it):
            await asyncio.sleep(1)
            assert 0 < len(rows(played, Quarantined)) < 5
            it.world.send_text(YLVA.telegram_id, "/meny")
            await until(lambda: len(it.heard(YLVA)) == 1)
        assert not len(it.world.updates)
