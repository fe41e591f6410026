"""The phones over HTTP: what the page and the harnesses do and see."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.demo.telegram import state as demo_state
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, NEVER_WROTE, Caller, until


async def post(bot: Caller, path: str, **content: Any) -> tuple[int, Any]:
    async with bot.session.post(f"{bot.telegram.url}/phones{path}", json=content) as response:
        return response.status, await response.json()


async def state(bot: Caller) -> dict[str, Any]:
    async with bot.session.get(f"{bot.telegram.url}/phones/state") as response:
        found: dict[str, Any] = await response.json()
        return found


async def next_event(stream: ClientResponse) -> tuple[str, Any]:
    async with asyncio.timeout(2):
        name = (await stream.content.readline()).decode().removeprefix("event: ").strip()
        data = (await stream.content.readline()).decode().removeprefix("data: ")
        await stream.content.readline()
    return name, json.loads(data)


async def test_the_state_is_everything_a_page_draws(bot: Caller, world: World) -> None:
    await bot.ok("setMyCommands", commands=[{"command": "start", "description": "Börja"}])
    await bot.say("hej")
    drawn = await state(bot)
    assert drawn["now"] == "2026-03-02T08:00:00+00:00"
    assert drawn["bot"] == {"first_name": "Handslag", "username": "handslag_demo_bot"}
    assert drawn["phones"][0] == {
        "user": {"id": KIM, "first_name": "Kim", "language_code": "sv", "role": "uppsökare"},
        "blocked": False,
        "commands": [{"command": "start", "description": "Börja"}],
        "messages": world.chat(KIM),
    }


async def test_people_are_added_and_write(bot: Caller) -> None:
    assert (await post(bot, "", id=50, first_name="Bo", language_code="en"))[0] == 201
    status, sent = await post(bot, "/50/messages", text="/start abc")
    assert (status, sent["text"]) == (200, "/start abc")
    [update] = await bot.ok("getUpdates")
    assert update["message"]["from"] == {"id": 50, "is_bot": False, "first_name": "Bo", "language_code": "en"}
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "location", "contact", "sticker", "video"])
async def test_phones_send_more_than_text(bot: Caller, kind: str) -> None:
    await post(bot, f"/{KIM}/messages", kind=kind, caption="om någon")
    [update] = await bot.ok("getUpdates")
    assert kind in update["message"]
    assert update["message"]["caption"] == "om någon"


async def test_taps_edits_replies_and_deletions(bot: Caller, world: World) -> None:
    number = await bot.say()
    own = (await post(bot, f"/{KIM}/messages", text="a", reply_to=number))[1]
    assert own["reply_to_message"]["message_id"] == number
    _, tapped = await post(bot, f"/{KIM}/taps", message_id=number, data="x")
    assert await bot.ok("answerCallbackQuery", callback_query_id=tapped["query_id"])
    await post(bot, f"/{KIM}/edits", message_id=own["message_id"], text="b")
    kinds = [[*update][1] for update in await bot.ok("getUpdates")]
    assert kinds == ["message", "callback_query", "edited_message"]
    await post(bot, f"/{KIM}/deletes", message_id=own["message_id"])
    assert [message["message_id"] for message in world.chat(KIM)] == [number]


async def test_blocking_is_told_and_stops_both_ways(bot: Caller) -> None:
    await post(bot, f"/{KIM}/block")
    status, answer = await post(bot, f"/{KIM}/messages", text="hej")
    assert (status, answer) == (400, {"error": "the bot is blocked; unblock it first"})
    assert (await state(bot))["phones"][0]["blocked"] is True
    await post(bot, f"/{KIM}/unblock")
    changes = [update["my_chat_member"] for update in await bot.ok("getUpdates")]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/99/messages", {"text": "hej"}),
        (f"/{KIM}/messages", {}),
        (f"/{KIM}/messages", {"text": "a" * 4097}),
        (f"/{KIM}/messages", {"kind": "hologram"}),
        (f"/{KIM}/messages", {"text": "hej", "reply_to": 99}),
        (f"/{KIM}/taps", {"message_id": 99, "data": "x"}),
        (f"/{KIM}/taps", {"message_id": "1", "data": "x"}),
        (f"/{KIM}/edits", {"message_id": 99, "text": "x"}),
        (f"/{KIM}/deletes", {}),
        ("", {"id": "x", "first_name": "Bo"}),
    ],
)
async def test_what_a_phone_cannot_do_is_refused_with_a_reason(bot: Caller, path: str, content: dict[str, Any]) -> None:
    status, answer = await post(bot, path, **content)
    assert status == 400
    assert answer["error"]


async def test_events_begin_with_the_state_and_follow_the_chat(bot: Caller, world: World) -> None:
    async with bot.session.get(f"{bot.telegram.url}/phones/events") as stream:
        assert stream.content_type == "text/event-stream"
        name, drawn = await next_event(stream)
        assert (name, drawn["phones"][0]["user"]["id"]) == ("state", KIM)
        number = await bot.say("hej", disable_notification=True)
        name, data = await next_event(stream)
        assert (name, data["chat_id"], data["message"]) == ("message", KIM, world.chat(KIM)[0])
        assert data["message"]["disable_notification"] is True
        await bot.ok("editMessageText", chat_id=KIM, message_id=number, text="hopp")
        name, data = await next_event(stream)
        assert (name, data["message"]["text"]) == ("edited", "hopp")
        await bot.ok("sendChatAction", chat_id=KIM, action="typing")
        assert await next_event(stream) == ("typing", {"chat_id": KIM, "action": "typing"})
        query = world.tap(KIM, number, "x")
        await bot.ok("answerCallbackQuery", callback_query_id=query, text="Klart", show_alert=True)
        assert await next_event(stream) == ("answered", {"chat_id": KIM, "query_id": query})
        assert await next_event(stream) == ("toast", {"chat_id": KIM, "text": "Klart", "show_alert": True})
        await bot.ok("deleteMessage", chat_id=KIM, message_id=number)
        assert await next_event(stream) == ("deleted", {"chat_id": KIM, "message_ids": [number]})
        await bot.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
        commands = [{"command": "a", "description": "b"}]
        assert await next_event(stream) == ("commands", {"chat_id": KIM, "commands": commands})
        assert (await next_event(stream))[1]["chat_id"] == NEVER_WROTE
        world.clock_moved()
        assert (await next_event(stream))[0] == "clock"
        world.reset()
        assert await next_event(stream) == ("reset", {})


async def test_several_pages_hear_the_same(bot: Caller, world: World) -> None:
    url = f"{bot.telegram.url}/phones/events"
    async with bot.session.get(url) as one, bot.session.get(url) as other:
        await next_event(one)
        await next_event(other)
        world.send_text(KIM, "hej")
        assert await next_event(one) == await next_event(other)


async def test_a_reader_that_falls_behind_is_dropped_and_holds_nobody_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_state, "READER_QUEUE", 3)
    dropped: list[bool] = []
    slow = world.subscribe(lambda: dropped.append(True))
    for number in range(6):
        world.send_text(KIM, str(number))
    assert dropped == [True]
    assert [slow.get_nowait()["event"] for _ in range(slow.qsize())] == ["message", "message", "dropped"]


async def test_a_page_that_does_not_read_loses_its_connection(
    bot: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_state, "READER_QUEUE", 10)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(bot.telegram.url.rpartition(":")[2]))
    writer.write(b"GET /phones/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await reader.readexactly(1)

    def flooded() -> bool:
        for _ in range(8):
            world.send_text(KIM, "x" * 4096)
        return not world._readers

    await until(flooded)
    await asyncio.wait_for(reader.read(), 3)
    writer.close()


async def test_a_quiet_stream_is_kept_alive(bot: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.telegram.phones.PING_S", 0.01)
    async with bot.session.get(f"{bot.telegram.url}/phones/events") as stream:
        await next_event(stream)
        assert await stream.content.readline() == b": ping\n"


async def test_streams_end_at_shutdown(world: World, bot: Caller) -> None:
    async with LocalTelegram(world) as other:
        stream = await bot.session.get(f"{other.url}/phones/events")
        await next_event(stream)
    assert await asyncio.wait_for(stream.content.read(), 1) == b""


async def test_pictures_are_shown_and_other_files_only_saved(bot: Caller, world: World) -> None:
    photo = world.send_other(KIM, "photo")["photo"][0]["file_id"]
    document = world.send_other(KIM, "document")["document"]["file_id"]
    async with bot.session.get(f"{bot.telegram.url}/phones/files/{photo}") as response:
        assert response.content_type == "image/png"
        assert "Content-Disposition" not in response.headers
    async with bot.session.get(f"{bot.telegram.url}/phones/files/{document}") as response:
        assert response.headers["Content-Disposition"] == "attachment"
    async with bot.session.get(f"{bot.telegram.url}/phones/files/none") as response:
        assert response.status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "[", ""])
async def test_other_hosts_are_refused(bot: Caller, host: str) -> None:
    async with bot.session.get(f"{bot.telegram.url}/phones/state", headers={"Host": host}) as response:
        assert response.status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_other_sites_may_not_change_anything(bot: Caller, world: World, origin: str) -> None:
    url, headers = f"{bot.telegram.url}/phones/{KIM}/messages", {"Origin": origin}
    async with bot.session.post(url, json={"text": "hej"}, headers=headers) as response:
        assert response.status == 403
    assert world.chat(KIM) == []


async def test_our_own_page_may(bot: Caller) -> None:
    url, headers = f"{bot.telegram.url}/phones/{KIM}/messages", {"Origin": bot.telegram.url}
    async with bot.session.post(url, json={"text": "hej"}, headers=headers) as response:
        assert response.status == 200
