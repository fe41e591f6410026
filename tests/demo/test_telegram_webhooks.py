"""Delivery to a webhook: in order where it matters, again until it is accepted, with the secret."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, Caller, HandClock, until

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ALEX = 9


class Hook:
    """A bot's webhook: answers with `statuses` first, then 200; holds the updates of those in `held`."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.answer: dict[str, Any] = {}
        self.held: dict[int, asyncio.Event] = {}
        self.busy = 0
        self.busiest = 0
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        update = await request.json()
        self.updates.append(update)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        if event := self.held.get(_person(update)):
            await event.wait()
        self.busy -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status) if self.answer else web.Response(status=status)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates if "message" in update]

    async def until(self, count: int) -> None:
        await until(lambda: len(self.updates) >= count)


def _person(update: dict[str, Any]) -> int:
    content = update.get("message") or update.get("callback_query") or {}
    return int(content.get("from", {}).get("id", 0))


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def settled(world: World) -> None:
    await until(lambda: len(world.updates) == 0)


async def test_updates_come_with_the_secret_and_then_wait_no_more(bot: Caller, world: World, hook: Hook) -> None:
    world.send_text(KIM, "före")
    await bot.ok("setWebhook", url=hook.url, secret_token="hemlig-1")
    world.send_text(KIM, "efter")
    await settled(world)
    assert hook.texts() == ["före", "efter"]
    assert hook.secrets == ["hemlig-1", "hemlig-1"]


async def test_without_a_secret_there_is_no_header(bot: Caller, world: World, hook: Hook) -> None:
    await bot.ok("setWebhook", url=hook.url)
    world.send_text(KIM, "hej")
    await settled(world)
    assert hook.secrets == [None]


async def test_a_refused_update_is_tried_again_while_its_chat_waits(bot: Caller, world: World, hook: Hook) -> None:
    hook.statuses = [500, 503, 404]
    await bot.ok("setWebhook", url=hook.url)
    world.send_text(KIM, "a")
    world.send_text(KIM, "b")
    await settled(world)
    assert hook.texts() == ["a", "a", "a", "a", "b"]
    info = await bot.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_other_chats_and_taps_do_not_wait_for_a_slow_chat(bot: Caller, world: World, hook: Hook) -> None:
    world.add_user(ALEX, "Alex")
    number = await bot.say()
    hook.held[KIM] = asyncio.Event()
    await bot.ok("setWebhook", url=hook.url)
    world.send_text(KIM, "1")
    world.send_text(KIM, "2")
    world.tap(KIM, number, "x")
    world.send_text(ALEX, "3")
    await hook.until(3)
    assert sorted(hook.texts()) == ["1", "3"]
    assert (await bot.ok("getWebhookInfo"))["pending_update_count"] >= 3
    hook.held[KIM].set()
    await settled(world)
    assert hook.texts()[-1] == "2"


async def test_no_more_connections_than_allowed_are_used(bot: Caller, world: World, hook: Hook) -> None:
    await bot.ok("setWebhook", url=hook.url, max_connections=2)
    for person in range(20, 30):
        world.add_user(person, "N")
        world.send_text(person, "hej")
    await settled(world)
    assert len(hook.updates) == 10
    assert hook.busiest <= 2


async def test_what_nobody_listens_to_is_kept_and_the_error_told(bot: Caller, world: World, hook: Hook) -> None:
    await bot.ok("setWebhook", url="http://127.0.0.1:9/hook")
    world.send_text(KIM, "hej")
    await asyncio.sleep(0.05)
    info = await bot.ok("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection failed")
    await bot.ok("setWebhook", url=hook.url)
    await settled(world)
    assert hook.texts() == ["hej"]


async def test_a_tap_that_cannot_be_delivered_dies(bot: Caller, world: World, hook: Hook, clock: HandClock) -> None:
    hook.statuses = [500] * 1000
    number = await bot.say()
    await bot.ok("setWebhook", url=hook.url)
    world.tap(KIM, number, "x")
    await hook.until(2)
    clock.let_pass(seconds=150)
    await settled(world)
    tries = len(hook.updates)
    await asyncio.sleep(0.1)
    assert len(hook.updates) <= tries + 1


async def test_a_method_in_the_answer_is_done(bot: Caller, world: World, hook: Hook) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": KIM, "text": "svar"}
    await bot.ok("setWebhook", url=hook.url)
    world.send_text(KIM, "hej")
    await settled(world)
    assert [message["text"] for message in world.chat(KIM)] == ["hej", "svar"]


async def test_a_method_in_the_answer_that_is_refused_changes_nothing(bot: Caller, world: World, hook: Hook) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": 99, "text": "svar"}
    await bot.ok("setWebhook", url=hook.url)
    world.send_text(KIM, "hej")
    await settled(world)
    assert len(hook.updates) == 1


async def test_a_duplicate_is_delivered_twice(bot: Caller, world: World, hook: Hook) -> None:
    bot.telegram.faults.add("duplicate", "webhook")
    await bot.ok("setWebhook", url=hook.url)
    world.send_text(KIM, "hej")
    await hook.until(2)
    assert hook.updates[0] == hook.updates[1]


async def test_a_webhook_that_is_taken_away_gets_no_more(bot: Caller, world: World, hook: Hook) -> None:
    await bot.ok("setWebhook", url=hook.url)
    await bot.ok("deleteWebhook")
    world.send_text(KIM, "hej")
    await asyncio.sleep(0.05)
    assert hook.updates == []
    await bot.ok("deleteWebhook", drop_pending_updates=True)
    assert await bot.ok("getUpdates") == []


async def test_webhooks_need_https_but_on_this_machine(bot: Caller) -> None:
    refusal = await bot.refused("setWebhook", url="http://example.org/hook")
    assert refusal == "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    refusal = await bot.refused("setWebhook", url="https://example.org/", secret_token="å")
    assert refusal == "400 Bad Request: secret token contains unallowed characters"
    assert (await bot.refused("setWebhook", url="https://example.org/", secret_token="a" * 257)).startswith("400 ")
    assert (await bot.ok("getWebhookInfo"))["url"] == ""


async def test_the_webhooks_settings_are_told(bot: Caller, hook: Hook) -> None:
    await bot.ok("setWebhook", url=hook.url, max_connections=500, allowed_updates=["message"])
    assert await bot.ok("getWebhookInfo") == {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 100,
        "allowed_updates": ["message"],
    }
