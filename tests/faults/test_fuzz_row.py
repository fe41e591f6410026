"""The fuzz row can fail: a bot that refuses, falls silent or reports bugs is seen; what is sent is broken indeed."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from bot.clock import SystemClock
from bot.demo.telegram.state import BOT, Json
from bot.demo.telegram.world import World
from bot.web.webhook import LARGEST_BODY
from tests.faults.rows import fuzz_structure, fuzz_text, fuzz_watch
from tests.faults.rows.fuzz_carriers import PROBE_EVERY, ByPolling, ByWebhook
from tests.faults.rows.fuzz_seeds import PROBE, Seeds
from tests.faults.rows.fuzz_stage import Stage
from tests.faults.rows.fuzz_watch import unhandled

SEEDS = 400
KINDS = {"message", "edited_message", "callback_query", "my_chat_member"}


def seeds(count: int = SEEDS) -> list[Json]:
    """As many whole updates."""
    made = Seeds(World(SystemClock()), random.Random(7))
    return [{**made.one(), "update_id": number} for number in range(count)]


@asynccontextmanager
async def a_server(status: int, world: World, *, answers: bool) -> AsyncIterator[Stage]:
    """Something that is no bot of ours: it gives that status, and writes to whom it should or does not."""

    async def take(request: web.Request) -> web.Response:
        if answers and b"/hjalp" in await request.read():
            world.store(world.chats[PROBE.telegram_id], BOT, {"text": "Hjälp"})
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/telegram", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with ClientSession() as http:
        port = runner.addresses[0][1]
        yield Stage(world, [], [f"http://127.0.0.1:{port}/telegram"], http)
    await runner.cleanup()


def a_world() -> World:
    """A Telegram with the one in it who sends good updates."""
    world = World(SystemClock())
    world.add_user(PROBE.telegram_id, PROBE.name, started=True)
    return world


async def test_answers_that_are_no_2xx_are_counted() -> None:
    async with a_server(500, a_world(), answers=True) as stage:
        carrier = ByWebhook(stage)
        await carrier.carry(iter([b"{}"] * 5))
    assert carrier.refused == Counter({"500": 5, "good: 500": 1})
    assert carrier.watch.stalls == 0


async def test_a_bot_that_says_nothing_to_good_updates_has_stalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_watch, "STALLED_SECONDS", 0.05)
    async with a_server(200, a_world(), answers=False) as stage:
        carrier = ByWebhook(stage)
        await carrier.carry(iter([b"{}"] * (PROBE_EVERY + 1)))
    assert carrier.refused == Counter()
    assert carrier.watch.stalls == carrier.watch.probes == 2
    assert carrier.watch.slowest > 0.05


async def test_what_is_no_json_is_only_read_where_updates_are_polled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_watch, "STALLED_SECONDS", 0.01)
    world = a_world()
    async with a_server(200, world, answers=False) as stage:
        carrier = ByPolling(stage)
        bodies = [b'{"update_id":1', b"\xff", b'{"update_id":5,"message":{}}', b'{"update_id":%d}' % 10**20]
        await asyncio.wait_for(carrier.carry(iter(bodies)), 5)
    assert (carrier.only_read, carrier.refused) == (2, Counter())
    assert 5 in {update.id for update in world.updates.live()}


def test_bugs_are_unhandled_and_what_a_telegram_says_of_made_up_chats_is_not() -> None:
    logged = Counter(
        {
            "warning: update quarantined KeyError": 900,
            "error: answer refused Chat not found": 5,
            "error: answer refused Can't parse entities": 2,
            "error: bug DataError": 3,
            "unstructured: Traceback (most recent call last):": 1,
        }
    )
    assert unhandled(logged).total() == 2 + 3 + 1


def test_seeds_are_of_every_kind_and_taps_are_signed_for_who_taps() -> None:
    made = seeds()
    assert {kind for update in made for kind in update if kind != "update_id"} == KINDS
    assert not any(PROBE.telegram_id == update.get("message", {}).get("chat", {}).get("id") for update in made)


def test_structural_mutations_break_what_they_get_and_stay_within_what_a_webhook_takes() -> None:
    dice = random.Random(7)
    broken = [(update, fuzz_structure.mutate(update, dice)) for update in seeds()]
    assert all(len(raw) < LARGEST_BODY for _, raw in broken)
    changed = [raw for update, raw in broken if raw != json.dumps(update).encode()]
    assert len(changed) > SEEDS * 0.9
    assert any(b"NaN" in raw for raw in changed)


def test_textual_mutations_break_bytes_words_and_signatures() -> None:
    dice = random.Random(7)
    broken = [fuzz_text.mutate(update, dice, ["mm.AAAAAAAAAAAA"]) for update in seeds()]
    readable = Counter(_is_json(raw) for raw in broken)
    assert min(readable[True], readable[False]) > SEEDS * 0.1
    everything = b"".join(broken)
    assert all(
        piece in everything for piece in (b"DROP TABLE", b"\\u202e", b"\\u0000", b"mm.AAAAAAAAAAAA", b"{{ 7*7 }}")
    )


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True
