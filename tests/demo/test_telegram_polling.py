"""getUpdates: acknowledgement, redelivery, waiting, and who may poll."""

import asyncio
import time

import pytest

from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, Caller, HandClock


async def texts(bot: Caller, **params: object) -> list[str]:
    return [update["message"]["text"] for update in await bot.ok("getUpdates", **params)]


async def test_what_is_not_acknowledged_comes_again(bot: Caller, world: World) -> None:
    for text in ("a", "b", "c"):
        world.send_text(KIM, text)
    assert await texts(bot) == ["a", "b", "c"]
    assert await texts(bot, limit=2) == ["a", "b"]
    assert await texts(bot, offset=3) == ["c"]
    assert await texts(bot) == ["c"]
    assert await texts(bot, offset=4) == []


async def test_a_negative_offset_forgets_all_but_the_last(bot: Caller, world: World) -> None:
    for text in ("a", "b", "c"):
        world.send_text(KIM, text)
    assert await texts(bot, offset=-1) == ["c"]
    assert await texts(bot) == ["c"]


async def test_at_most_a_hundred_come_at_once(bot: Caller, world: World) -> None:
    for number in range(101):
        world.send_text(KIM, str(number))
    assert len(await texts(bot, limit=500)) == 100


async def test_a_long_poll_ends_when_something_comes(bot: Caller, world: World) -> None:
    poll = asyncio.create_task(texts(bot, timeout=10))
    await asyncio.sleep(0.05)
    world.send_text(KIM, "hej")
    assert await asyncio.wait_for(poll, 1) == ["hej"]


async def test_a_long_poll_ends_empty_when_its_time_is_up(bot: Caller) -> None:
    started = time.monotonic()
    assert await texts(bot, timeout=1) == []
    assert 0.9 < time.monotonic() - started < 1.5


async def test_the_older_of_two_pollers_is_told_of_the_conflict(bot: Caller, world: World) -> None:
    older = asyncio.create_task(bot.refused("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(texts(bot, timeout=10))
    refusal = await asyncio.wait_for(older, 1)
    assert refusal == (
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    world.send_text(KIM, "hej")
    assert await asyncio.wait_for(newer, 1) == ["hej"]


async def test_nobody_polls_while_a_webhook_is_set(bot: Caller) -> None:
    poll = asyncio.create_task(bot.refused("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    await bot.ok("setWebhook", url="http://127.0.0.1:9/hook")
    assert await asyncio.wait_for(poll, 1) == "409 Conflict: terminated by setWebhook request"
    refusal = await bot.refused("getUpdates")
    assert refusal.startswith("409 Conflict: can't use getUpdates method while webhook is active")
    await bot.ok("deleteWebhook")
    assert await texts(bot) == []


async def test_only_the_kinds_asked_for_are_queued(bot: Caller, world: World) -> None:
    await bot.ok("getUpdates", allowed_updates=["callback_query"])
    world.send_text(KIM, "hej")
    world.tap(KIM, 1, "x")
    await bot.ok("getUpdates", allowed_updates=[])
    world.send_text(KIM, "hopp")
    kinds = [next(key for key in update if key != "update_id") for update in await bot.ok("getUpdates")]
    assert kinds == ["callback_query", "message"]


async def test_taps_wait_150_seconds_and_messages_a_day(bot: Caller, world: World, clock: HandClock) -> None:
    world.tap(KIM, world.send_text(KIM, "hej")["message_id"], "x")
    clock.let_pass(seconds=149)
    assert len(await bot.ok("getUpdates")) == 2
    clock.let_pass(seconds=1)
    assert await texts(bot) == ["hej"]
    clock.let_pass(hours=24)
    assert await texts(bot) == []


async def test_raw_updates_come_as_they_are(bot: Caller, world: World) -> None:
    world.push_raw({"message": 5})
    world.push_raw({"update_id": 40, "nonsense": [None]})
    world.push_raw({"update_id": "x", "callback_query": {"from": []}})
    world.send_text(KIM, "hej")
    updates = await bot.ok("getUpdates")
    assert updates[:3] == [
        {"update_id": 1, "message": 5},
        {"update_id": 40, "nonsense": [None]},
        {"update_id": "x", "callback_query": {"from": []}},
    ]
    assert updates[3]["update_id"] == 42


@pytest.mark.parametrize("first", [1, 700_000])
def test_update_ids_count_from_where_they_are_told_to(clock: HandClock, first: int) -> None:
    world = World(clock, first_update_id=first)
    world.add_user(KIM, "Kim")
    world.send_text(KIM, "hej")
    assert [update.id for update in world.updates.live()] == [first]
