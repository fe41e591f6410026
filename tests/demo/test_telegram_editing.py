"""Editing, deleting, answering taps: once, in time, and only what is there."""

import pytest

from bot.demo.telegram.refusals import PhoneError
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, Caller, HandClock

YES = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_an_edit_replaces_text_and_keyboard(bot: Caller, world: World) -> None:
    number = await bot.say(reply_markup=YES)
    edited = await bot.ok("editMessageText", chat_id=KIM, message_id=number, text="hopp")
    assert edited["edit_date"]
    assert "reply_markup" not in edited
    assert world.chat(KIM)[0]["text"] == "hopp"


async def test_an_edit_to_the_same_is_refused(bot: Caller) -> None:
    number = await bot.say("<b>hej</b>", parse_mode="HTML", reply_markup=YES)
    same = {"chat_id": KIM, "message_id": number, "reply_markup": YES}
    refusal = await bot.refused("editMessageText", text="<strong>hej</strong> ", parse_mode="HTML", **same)
    assert refusal == NOT_MODIFIED
    assert await bot.refused("editMessageReplyMarkup", **same) == NOT_MODIFIED
    await bot.ok("editMessageText", text="hej", **same)
    await bot.ok("editMessageReplyMarkup", chat_id=KIM, message_id=number)
    assert await bot.refused("editMessageReplyMarkup", chat_id=KIM, message_id=number) == NOT_MODIFIED


async def test_only_own_messages_that_are_there_can_be_edited(bot: Caller, world: World) -> None:
    theirs = world.send_text(KIM, "hej")["message_id"]
    refusal = await bot.refused("editMessageText", chat_id=KIM, message_id=theirs, text="x")
    assert refusal == "400 Bad Request: message can't be edited"
    refusal = await bot.refused("editMessageText", chat_id=KIM, message_id=99, text="x")
    assert refusal == "400 Bad Request: message to edit not found"
    refusal = await bot.refused("editMessageText", chat_id=KIM, text="x")
    assert refusal == "400 Bad Request: message identifier is not specified"


async def test_a_message_that_brought_a_reply_keyboard_cannot_be_edited(bot: Caller) -> None:
    number = await bot.say(reply_markup={"keyboard": [["Ja"]]})
    refusal = await bot.refused("editMessageText", chat_id=KIM, message_id=number, text="x")
    assert refusal == "400 Bad Request: message can't be edited"


async def test_a_text_has_no_caption_to_edit(bot: Caller) -> None:
    number = await bot.say()
    refusal = await bot.refused("editMessageCaption", chat_id=KIM, message_id=number, caption="x")
    assert refusal == "400 Bad Request: there is no caption in the message to edit"


async def test_what_somebody_wrote_can_be_deleted_within_48_hours(bot: Caller, world: World, clock: HandClock) -> None:
    early, late = (world.send_text(KIM, text)["message_id"] for text in ("a", "b"))
    clock.let_pass(hours=48)
    assert await bot.ok("deleteMessage", chat_id=KIM, message_id=early)
    clock.let_pass(seconds=1)
    refusal = await bot.refused("deleteMessage", chat_id=KIM, message_id=late)
    assert refusal == "400 Bad Request: message can't be deleted for everyone"
    refusal = await bot.refused("deleteMessage", chat_id=KIM, message_id=early)
    assert refusal == "400 Bad Request: message to delete not found"


async def test_many_are_deleted_at_once_and_missing_ones_skipped(bot: Caller, world: World) -> None:
    numbers = [await bot.say(str(number)) for number in range(3)]
    assert await bot.ok("deleteMessages", chat_id=KIM, message_ids=[*numbers[:2], 99])
    assert [message["text"] for message in world.chat(KIM)] == ["2"]
    too_many = await bot.refused("deleteMessages", chat_id=KIM, message_ids=list(range(1, 102)))
    assert too_many == "400 Bad Request: too many message identifiers specified"
    none = await bot.refused("deleteMessages", chat_id=KIM, message_ids=[])
    assert none == "400 Bad Request: message identifiers are not specified"
    assert (await bot.refused("deleteMessages", chat_id=KIM, message_ids=["x"])).startswith("400 ")


async def test_a_tap_is_answered_once(bot: Caller, world: World) -> None:
    query = world.tap(KIM, await bot.say(reply_markup=YES), "ja")
    assert await bot.ok("answerCallbackQuery", callback_query_id=query, text="Klart")
    assert await bot.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_tap_is_answered_within_150_seconds(bot: Caller, world: World, clock: HandClock) -> None:
    number = await bot.say(reply_markup=YES)
    in_time, too_late = world.tap(KIM, number, "ja"), world.tap(KIM, number, "ja")
    clock.let_pass(seconds=150)
    assert await bot.ok("answerCallbackQuery", callback_query_id=in_time)
    clock.let_pass(seconds=1)
    assert await bot.refused("answerCallbackQuery", callback_query_id=too_late) == TOO_OLD


async def test_an_answer_has_at_most_200_characters(bot: Caller, world: World) -> None:
    query = world.tap(KIM, await bot.say(reply_markup=YES), "ja")
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert refusal == "400 Bad Request: MESSAGE_TOO_LONG"
    assert await bot.ok("answerCallbackQuery", callback_query_id=query, text="x" * 200)


async def test_a_tap_carries_its_message_and_may_be_forged(bot: Caller, world: World) -> None:
    number = await bot.say("välj", reply_markup=YES)
    world.tap(KIM, number, "påhittat")
    [update] = await bot.ok("getUpdates")
    query = update["callback_query"]
    assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("påhittat", "välj", KIM)
    assert query["message"]["reply_markup"] == YES


async def test_what_is_not_there_cannot_be_tapped(world: World) -> None:
    with pytest.raises(PhoneError, match="message 5 is not there"):
        world.tap(KIM, 5, "ja")
