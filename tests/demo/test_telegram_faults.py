"""Faults: each strikes as ordered, as often as ordered, and the rest goes on."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientConnectionError, ClientError, ClientTimeout, test_utils, web

from bot.demo.telegram.faults import Faults
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, Caller, HandClock, until

HELLO = {"chat_id": KIM, "text": "hej"}


async def test_a_server_error_comes_instead_and_only_once(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("server_error", "sendMessage")
    assert await bot.refused("sendMessage", **HELLO) == "500 Internal Server Error"
    assert world.chat(KIM) == []
    await bot.say()


async def test_a_bad_gateway_answers_with_a_page(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("bad_gateway")
    async with bot.session.post(bot.url("sendMessage"), json=HELLO) as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await response.text()
    assert world.chat(KIM) == []


async def test_too_many_requests_on_demand(bot: Caller) -> None:
    bot.telegram.faults.add("too_many_requests", seconds=7)
    assert await bot.refused("sendMessage", **HELLO) == "429 Too Many Requests: retry after 7"


@pytest.mark.parametrize(("kind", "done"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_connection_breaks_before_or_after_it_is_done(bot: Caller, world: World, kind: str, done: int) -> None:
    bot.telegram.faults.add(kind, "sendMessage")
    with pytest.raises(ClientConnectionError):
        await bot.say()
    assert len(world.chat(KIM)) == done
    await bot.say()


async def test_a_time_out_comes_after_it_is_done(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("timeout_after", "sendMessage", seconds=30)
    with pytest.raises(TimeoutError):
        await bot.session.post(bot.url("sendMessage"), json=HELLO, timeout=ClientTimeout(total=0.1))
    assert len(world.chat(KIM)) == 1


async def test_a_silence_ends_when_its_time_is_up(bot: Caller) -> None:
    bot.telegram.faults.add("timeout_after", "sendMessage", seconds=0.05)
    await asyncio.wait_for(bot.say(), 1)


async def test_a_polled_update_comes_once_more_although_acknowledged(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("duplicate", "getUpdates")
    world.send_text(KIM, "hej")
    [first] = await bot.ok("getUpdates")
    assert await bot.ok("getUpdates", offset=first["update_id"] + 1) == [first]
    assert await bot.ok("getUpdates", offset=first["update_id"] + 1) == []


def test_chance_is_seeded_and_faults_are_used_up() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("server_error", times=20, probability=0.5)
        return [faults.strike("getMe", "server_error") is not None for _ in range(60)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert sum(strikes(1)) == 20


def test_a_fault_strikes_its_own_method_only() -> None:
    faults = Faults()
    faults.add("server_error", "sendMessage")
    assert faults.strike("getMe", "server_error") is None
    assert faults.strike("sendmessage", "drop_after") is None
    assert faults.strike("SendMessage", "server_error") is not None
    with pytest.raises(ValueError, match="no such fault"):
        faults.add("meteor")


async def test_faults_are_ordered_listed_and_cleared_over_http(bot: Caller, telegram: LocalTelegram) -> None:
    url = f"{telegram.url}/faults"
    async with bot.session.post(url, json={"kind": "server_error", "method": "getMe", "times": 2}) as response:
        assert response.status == 201
    assert await bot.refused("getMe") == "500 Internal Server Error"
    async with bot.session.get(url) as response:
        assert (await response.json())[0]["left"] == 1
    async with bot.session.delete(url) as response:
        assert response.status == 200
    await bot.ok("getMe")
    for wrong in ({"kind": "meteor"}, {}, {"kind": "duplicate", "colour": 1}):
        async with bot.session.post(url, json=wrong) as response:
            assert response.status == 400
            assert "error" in await response.json()


async def test_raw_updates_are_pushed_over_http(bot: Caller, telegram: LocalTelegram) -> None:
    async with bot.session.post(f"{telegram.url}/updates", json={"message": None}) as response:
        pushed = await response.json()
    assert await bot.ok("getUpdates") == [{"update_id": pushed["update_id"], "message": None}]


async def test_whoever_is_kept_waiting_is_let_go_at_shutdown(world: World, bot: Caller) -> None:
    async with LocalTelegram(world) as other:
        other.faults.add("timeout_after", "getMe", seconds=60)
        calls = [
            asyncio.create_task(Caller(other, bot.session).ok("getMe")),
            asyncio.create_task(Caller(other, bot.session).ok("getUpdates", timeout=50)),
        ]
        await asyncio.sleep(0.05)
        started = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - started < 0.5
    assert [type(result) for result in await asyncio.gather(*calls)] == [dict, list]


OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("another_poller", f"409 Conflict: {OTHER_POLLER}"),
        ("webhook_set", f"409 Conflict: {WEBHOOK}"),
        ("blocked", "403 Forbidden: bot was blocked by the user"),
        ("deactivated", "403 Forbidden: user is deactivated"),
        ("migrated", "400 Bad Request: group chat was upgraded to a supergroup chat"),
    ],
)
async def test_a_refusal_on_demand_says_what_telegram_says(bot: Caller, world: World, kind: str, said: str) -> None:
    bot.telegram.faults.add(kind)
    assert await bot.refused("getUpdates") == said
    assert world.chat(KIM) == []


async def test_a_migrated_group_says_where_it_is_now(bot: Caller) -> None:
    bot.telegram.faults.add("migrated", "sendMessage")
    async with bot.session.post(bot.url("sendMessage"), json=HELLO) as response:
        assert (await response.json())["parameters"]["migrate_to_chat_id"] < -1_000_000_000_000


async def test_somebody_else_s_page_comes_instead(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("html", "sendMessage")
    async with bot.session.post(bot.url("sendMessage"), json=HELLO) as response:
        assert (response.status, response.content_type) == (200, "text/html")
    assert world.chat(KIM) == []


async def test_half_an_answer_comes_when_it_is_done(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("half_json", "sendMessage")
    async with bot.session.post(bot.url("sendMessage"), json=HELLO) as response:
        half = await response.read()
    assert half.startswith(b'{"ok":true,"result":{')
    assert not half.endswith(b"}}")
    assert len(world.chat(KIM)) == 1


async def test_a_connection_breaks_in_the_middle_of_an_answer(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("reset_in_body", "sendMessage")
    with pytest.raises(ClientError):
        await bot.say()
    assert len(world.chat(KIM)) == 1
    await bot.say()


async def test_an_unreadable_update_stays_so_until_it_is_acknowledged(bot: Caller, world: World) -> None:
    bot.telegram.faults.add("unreadable", "getUpdates")
    world.send_text(KIM, "hej")
    for _ in range(2):
        async with bot.session.post(bot.url("getUpdates"), json={"limit": 1}) as response:
            with pytest.raises(ValueError, match="4300 digits"):
                await response.json()
    assert await bot.ok("getUpdates", offset=2) == []


async def test_while_telegram_is_away_every_connection_of_the_bot_breaks(
    bot: Caller, world: World, clock: HandClock
) -> None:
    bot.telegram.faults.be_away("refused", clock.now() + timedelta(hours=1))
    world.send_text(KIM, "hej")
    with pytest.raises(ClientConnectionError):
        await bot.ok("getUpdates")
    clock.let_pass(minutes=61)
    assert len(await bot.ok("getUpdates")) == 1  # Telegram has kept it


async def test_while_telegram_is_silent_nothing_comes_and_nothing_is_done(
    bot: Caller, world: World, clock: HandClock
) -> None:
    bot.telegram.faults.be_away("silent", clock.now() + timedelta(hours=1))
    waits = asyncio.create_task(bot.say())
    await asyncio.sleep(0.2)
    assert not waits.done()
    clock.let_pass(minutes=61)
    with pytest.raises(ClientConnectionError):
        await waits
    assert world.chat(KIM) == []


async def test_after_a_day_away_telegram_has_forgotten_what_was_written_before(
    bot: Caller, world: World, clock: HandClock, telegram: LocalTelegram
) -> None:
    async with bot.session.post(f"{telegram.url}/away", json={"how": "refused", "seconds": 86_400 + 60}) as response:
        assert response.status == 201
    world.send_text(KIM, "gammalt")
    clock.let_pass(hours=20)
    world.send_text(KIM, "nytt")
    clock.let_pass(hours=5)
    [update] = await bot.ok("getUpdates")
    assert update["message"]["text"] == "nytt"


@pytest.mark.parametrize("wrong", [{"how": "asleep", "seconds": 1}, {"seconds": 1}, {"how": "silent", "seconds": "x"}])
async def test_no_other_way_to_be_away(bot: Caller, telegram: LocalTelegram, wrong: dict[str, object]) -> None:
    async with bot.session.post(f"{telegram.url}/away", json=wrong) as response:
        assert response.status == 400


async def test_a_webhook_waits_while_telegram_is_away(bot: Caller, world: World, clock: HandClock) -> None:
    came: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        came.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    server = test_utils.TestServer(app)
    await server.start_server()
    await bot.ok("setWebhook", url=str(server.make_url("/")))
    bot.telegram.faults.be_away("refused", clock.now() + timedelta(minutes=5))
    world.send_text(KIM, "hej")
    await asyncio.sleep(0.2)
    assert not came
    clock.let_pass(minutes=6)
    await until(lambda: len(came) == 1)
    await server.close()
