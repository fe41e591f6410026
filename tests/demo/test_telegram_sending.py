"""Sending: what is kept, and what is refused."""

from typing import Any

import pytest

from bot.demo.telegram.limits import Limits
from bot.demo.telegram.refusals import ApiError
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, NEVER_WROTE, Caller, HandClock


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


async def test_a_message_comes_back_as_the_bot_api_has_it(bot: Caller, clock: HandClock) -> None:
    sent = await bot.ok("sendMessage", chat_id=KIM, text="<b>hej</b>", parse_mode="HTML")
    assert sent == {
        "message_id": 1,
        "from": {"id": 100000001, "is_bot": True, "first_name": "Handslag", "username": "handslag_demo_bot"},
        "chat": {"id": KIM, "first_name": "Kim", "type": "private"},
        "date": int(clock.now().timestamp()),
        "text": "hej",
        "entities": [{"type": "bold", "offset": 0, "length": 3}],
    }


async def test_what_telegram_does_not_return_is_kept_for_the_phone(bot: Caller, world: World) -> None:
    reply_keyboard = {"keyboard": [[{"text": "Meny"}]]}
    await bot.say(disable_notification=True, reply_markup=reply_keyboard, link_preview_options={"is_disabled": True})
    [seen] = world.chat(KIM)
    assert seen["disable_notification"] is True
    assert seen["reply_markup"] == reply_keyboard
    assert seen["link_preview_options"] == {"is_disabled": True}


async def test_a_reply_carries_the_message_it_answers(bot: Caller, world: World) -> None:
    asked = world.send_text(KIM, "fråga")["message_id"]
    sent = await bot.ok("sendMessage", chat_id=KIM, text="svar", reply_parameters={"message_id": asked})
    assert sent["reply_to_message"]["text"] == "fråga"
    refusal = await bot.refused("sendMessage", chat_id=KIM, text="svar", reply_parameters={"message_id": 99})
    assert refusal == "400 Bad Request: message to be replied not found"
    optional = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.ok("sendMessage", chat_id=KIM, text="svar", reply_parameters=optional)


async def test_a_text_has_1_to_4096_utf16_units_after_parsing(bot: Caller) -> None:
    await bot.say("<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    assert await bot.refused("sendMessage", chat_id=KIM, text="a" * 4097) == "400 Bad Request: message is too long"
    assert await bot.refused("sendMessage", chat_id=KIM, text="👍" * 2049) == "400 Bad Request: message is too long"
    assert await bot.refused("sendMessage", chat_id=KIM) == "400 Bad Request: message text is empty"
    assert await bot.refused("sendMessage", chat_id=KIM, text=" \n") == "400 Bad Request: text must be non-empty"


async def test_entities_may_be_given_instead_of_markup(bot: Caller) -> None:
    bold = {"type": "bold", "offset": 0, "length": 3}
    assert (await bot.ok("sendMessage", chat_id=KIM, text="hej du", entities=[bold]))["entities"] == [bold]
    wrong_ones: list[object] = [{"a": 1}, ["x"], [{"offset": "0", "length": 1}]]
    for wrong in wrong_ones:
        refusal = await bot.refused("sendMessage", chat_id=KIM, text="hej", entities=wrong)
        assert "MessageEntity" in refusal


async def test_broken_html_and_unknown_modes_are_refused(bot: Caller) -> None:
    refusal = await bot.refused("sendMessage", chat_id=KIM, text="<b>hej", parse_mode="HTML")
    assert refusal == "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    refusal = await bot.refused("sendMessage", chat_id=KIM, text="hej", parse_mode="XML")
    assert refusal == "400 Bad Request: unsupported parse_mode"


@pytest.mark.parametrize("data", ["x", "x" * 64, "å" * 32])
async def test_callback_data_of_1_to_64_bytes_is_accepted(bot: Caller, data: str) -> None:
    await bot.say(reply_markup=keyboard(text="Ja", callback_data=data))


@pytest.mark.parametrize("data", ["", "x" * 65, "å" * 33, 5])
async def test_other_callback_data_is_refused(bot: Caller, data: object) -> None:
    markup = keyboard(text="Ja", callback_data=data)
    refusal = await bot.refused("sendMessage", chat_id=KIM, text="hej", reply_markup=markup)
    assert refusal == "400 Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard(text="Ja"), "Text buttons are unallowed in the inline keyboard"),
        (keyboard(text="Ja", url="https://a.se", callback_data="x"), "exactly one action is allowed"),
        (keyboard(callback_data="x"), 'Can\'t find field "text"'),
        (keyboard(text="", callback_data="x"), "text must be non-empty"),
        (keyboard(text="Ja", url="not an address"), "Wrong HTTP URL"),
        (keyboard(text="Ja", web_app={"url": "http://a.se"}), "Only HTTPS links are allowed"),
        ({"inline_keyboard": {}}, "must be of type Array"),
        ({"inline_keyboard": [{}]}, "must be an Array of Arrays"),
        ({"inline_keyboard": [["x"]]}, "can't parse inline keyboard button"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button"),
        ([], "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_wrong_keyboards_are_refused(bot: Caller, markup: object, reason: str) -> None:
    refusal = await bot.refused("sendMessage", chat_id=KIM, text="hej", reply_markup=markup)
    assert refusal.startswith("400 Bad Request: ")
    assert reason in refusal


@pytest.mark.parametrize(
    "action",
    [{"url": "https://a.se/b"}, {"web_app": {"url": "https://a.se/b"}}, {"web_app": {"url": "http://localhost:1/b"}}],
)
async def test_links_and_mini_apps_are_kept_on_their_buttons(bot: Caller, world: World, action: dict[str, Any]) -> None:
    await bot.say(reply_markup=keyboard(text="Öppna", **action))
    assert world.chat(KIM)[0]["reply_markup"] == keyboard(text="Öppna", **action)


@pytest.mark.parametrize("markup", [{"remove_keyboard": True}, {"force_reply": True}, {"keyboard": [["Ja"]]}])
async def test_other_keyboards_are_kept_but_not_returned(bot: Caller, world: World, markup: dict[str, Any]) -> None:
    sent = await bot.ok("sendMessage", chat_id=KIM, text="hej", reply_markup=markup)
    assert "reply_markup" not in sent
    assert world.chat(KIM)[0]["reply_markup"] == markup


async def test_only_those_who_let_the_bot_in_are_written_to(bot: Caller, world: World) -> None:
    refusal = await bot.refused("sendMessage", chat_id=NEVER_WROTE, text="hej")
    assert refusal == "403 Forbidden: bot can't initiate conversation with a user"
    assert await bot.refused("sendMessage", chat_id=99, text="hej") == "400 Bad Request: chat not found"
    assert await bot.refused("sendMessage", text="hej") == "400 Bad Request: chat_id is empty"
    world.block(KIM)
    assert await bot.refused("sendMessage", chat_id=KIM, text="hej") == "403 Forbidden: bot was blocked by the user"
    world.unblock(KIM)
    await bot.say()


async def test_chat_actions_are_of_a_known_kind(bot: Caller) -> None:
    assert await bot.ok("sendChatAction", chat_id=KIM, action="typing")
    refusal = await bot.refused("sendChatAction", chat_id=KIM, action="dancing")
    assert refusal == "400 Bad Request: wrong parameter action in request"


async def test_a_burst_to_one_chat_is_refused_when_limits_are_on(bot: Caller, world: World) -> None:
    world.limits = True
    for _ in range(3):
        await bot.say()
    async with bot.session.post(bot.url("sendMessage"), json={"chat_id": KIM, "text": "hej"}) as response:
        answer = await response.json()
    assert (response.status, answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    assert len(world.chat(KIM)) == 3


def test_thirty_messages_a_second_and_one_a_second_to_a_chat() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0], per_chat=(1, 1))
    for chat_id in range(30):
        limits.count(chat_id + 1)
    with pytest.raises(ApiError, match="retry after 1"):
        limits.count(31)
    now[0] += 0.5
    with pytest.raises(ApiError):
        limits.count(1)
    for chat_id in range(15):
        limits.count(100 + chat_id)
    with pytest.raises(ApiError):
        limits.count(200)


def test_twenty_messages_a_minute_to_a_group() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])
    for _ in range(20):
        now[0] += 0.05
        limits.count(-5)
    with pytest.raises(ApiError, match="retry after 3"):
        limits.count(-5)


async def test_a_chat_remembers_no_more_than_it_is_to_keep(bot: Caller, world: World) -> None:
    world.keep = 2
    for text in ("a", "b", "c"):
        await bot.say(text)
    assert [message["text"] for message in world.chat(KIM)] == ["b", "c"]
