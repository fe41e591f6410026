"""What people do with their phones besides writing: groups, forwards, beginning again."""

import pytest

from bot.demo.telegram.refusals import PhoneError
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, NEVER_WROTE, Caller

GROUP = -500


async def test_the_bot_is_told_that_it_was_added_to_a_group_and_can_leave(bot: Caller, world: World) -> None:
    world.add_to_group(KIM, GROUP, "Kafferummet")
    [update] = await bot.ok("getUpdates")
    change = update["my_chat_member"]
    assert change["chat"] == {"id": GROUP, "title": "Kafferummet", "type": "group"}
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    await bot.ok("sendMessage", chat_id=GROUP, text="hej")
    assert await bot.ok("leaveChat", chat_id=GROUP)
    refusal = await bot.refused("sendMessage", chat_id=GROUP, text="hej")
    assert refusal == "403 Forbidden: bot is not a member of the group chat"
    assert (await bot.refused("leaveChat", chat_id=GROUP)).startswith("403 ")
    refusal = await bot.refused("leaveChat", chat_id=KIM)
    assert refusal == "400 Bad Request: chat member status can't be changed in private chats"


async def test_in_groups_the_bot_gets_what_concerns_it(bot: Caller, world: World) -> None:
    world.add_to_group(KIM, GROUP, "Kafferummet")
    sent = await bot.ok("sendMessage", chat_id=GROUP, text="hej")
    for text in ("prat", "/hjalp", "/hjalp@handslag_demo_bot", "/hjalp@other_bot", "hej @handslag_demo_bot"):
        world.send_text(KIM, text, chat_id=GROUP)
    world.send_text(KIM, "svar", reply_to=sent["message_id"], chat_id=GROUP)
    got = [update["message"]["text"] for update in await bot.ok("getUpdates") if "message" in update]
    assert got == ["/hjalp", "/hjalp@handslag_demo_bot", "hej @handslag_demo_bot", "svar"]


async def test_in_groups_only_own_messages_are_deleted(bot: Caller, world: World) -> None:
    world.add_to_group(KIM, GROUP, "Kafferummet")
    theirs = world.send_text(KIM, "prat", chat_id=GROUP)["message_id"]
    refusal = await bot.refused("deleteMessage", chat_id=GROUP, message_id=theirs)
    assert refusal == "400 Bad Request: message can't be deleted for everyone"


async def test_a_forwarded_message_says_so(bot: Caller, world: World) -> None:
    world.send_text(KIM, "hej", forwarded=True)
    [update] = await bot.ok("getUpdates")
    assert update["message"]["forward_origin"]["type"] == "hidden_user"


async def test_whoever_writes_has_let_the_bot_in(bot: Caller, world: World) -> None:
    world.send_text(NEVER_WROTE, "/start")
    assert await bot.ok("sendMessage", chat_id=NEVER_WROTE, text="hej")


async def test_a_caption_is_edited_as_a_caption(bot: Caller, world: World) -> None:
    number = world.send_other(KIM, "photo", "a")["message_id"]
    assert world.edit_text(KIM, number, "b")["caption"] == "b"


def test_nobody_edits_what_somebody_else_wrote(world: World) -> None:
    world.add_to_group(KIM, GROUP, "Kafferummet")
    message = world.store(world.chats[KIM], {"id": 1}, {"text": "x"})
    with pytest.raises(PhoneError, match="somebody else's"):
        world.edit_text(KIM, message["message_id"], "y")


async def test_after_a_reset_nobody_is_there_and_update_ids_go_on(bot: Caller, world: World) -> None:
    world.send_text(KIM, "hej")
    world.reset()
    assert await bot.ok("getUpdates") == []
    assert await bot.refused("sendMessage", chat_id=KIM, text="hej") == "400 Bad Request: chat not found"
    world.add_user(KIM, "Kim")
    world.send_text(KIM, "hej")
    assert (await bot.ok("getUpdates"))[0]["update_id"] == 2


async def test_a_chat_can_be_looked_up(bot: Caller) -> None:
    found = await bot.ok("getChat", chat_id=KIM)
    assert (found["id"], found["type"], found["first_name"]) == (KIM, "private", "Kim")
