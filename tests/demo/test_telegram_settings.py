"""Commands, menu buttons and descriptions of the bot."""

from typing import Any

import pytest

from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, NEVER_WROTE, Caller


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"om {name}"} for name in names]


async def test_the_narrowest_scope_wins_then_the_language(bot: Caller, world: World) -> None:
    await bot.ok("setMyCommands", commands=commands("standard"))
    assert world.commands(NEVER_WROTE) == commands("standard")
    await bot.ok("setMyCommands", commands=commands("privat"), scope={"type": "all_private_chats"})
    await bot.ok("setMyCommands", commands=commands("private"), scope={"type": "all_private_chats"}, language_code="en")
    assert world.commands(KIM) == commands("privat")
    assert world.commands(NEVER_WROTE) == commands("private")
    await bot.ok("setMyCommands", commands=commands("egen"), scope={"type": "chat", "chat_id": KIM})
    assert world.commands(KIM) == commands("egen")
    await bot.ok("deleteMyCommands", scope={"type": "chat", "chat_id": KIM})
    assert world.commands(KIM) == commands("privat")


async def test_commands_are_given_back_per_scope_and_language(bot: Caller) -> None:
    await bot.ok("setMyCommands", commands=commands("a"), language_code="sv")
    assert await bot.ok("getMyCommands", language_code="sv") == commands("a")
    assert await bot.ok("getMyCommands") == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"commands": commands("Start")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("å")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("a" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": commands(*["a"] * 101)}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": ["a"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [], "scope": {"type": "world"}}, "can't parse BotCommandScope: unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 99}}, "chat not found"),
        ({"commands": [], "language_code": "sve"}, "invalid language code specified"),
    ],
)
async def test_wrong_commands_are_refused(bot: Caller, params: dict[str, Any], reason: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"400 Bad Request: {reason}"


async def test_the_menu_button_is_of_one_chat_or_of_all(bot: Caller) -> None:
    app = {"type": "web_app", "text": "Rummet", "web_app": {"url": "https://a.se"}}
    assert await bot.ok("getChatMenuButton", chat_id=KIM) == {"type": "commands"}
    await bot.ok("setChatMenuButton", chat_id=KIM, menu_button=app)
    assert await bot.ok("getChatMenuButton", chat_id=KIM) == app
    await bot.ok("setChatMenuButton", menu_button={"type": "default"})
    assert await bot.ok("getChatMenuButton") == {"type": "default"}
    assert await bot.refused("setChatMenuButton", chat_id=99) == "400 Bad Request: chat not found"
    assert (await bot.refused("setChatMenuButton", menu_button={"type": "x"})).startswith("400 ")


async def test_descriptions_are_kept_per_language_and_bounded(bot: Caller) -> None:
    await bot.ok("setMyDescription", description="Bär vidare")
    await bot.ok("setMyDescription", description="Carries on", language_code="en")
    assert await bot.ok("getMyDescription") == {"description": "Bär vidare"}
    assert await bot.ok("getMyDescription", language_code="en") == {"description": "Carries on"}
    await bot.ok("setMyShortDescription", short_description="x" * 120)
    assert (await bot.refused("setMyShortDescription", short_description="x" * 121)).startswith("400 ")
    assert (await bot.refused("setMyDescription", description="x" * 513)).startswith("400 ")
    assert await bot.ok("getMyName") == {"name": "Handslag"}
