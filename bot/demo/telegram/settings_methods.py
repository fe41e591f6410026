"""Bot API methods about the bot itself: who it is, its commands, its menu button, its descriptions."""

import re
from typing import Any

from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request
from bot.demo.telegram.state import BOT, Json
from bot.demo.telegram.world import World

MOST_COMMANDS = 100
LONGEST_DESCRIPTIONS = {"description": 512, "short_description": 120, "name": 64}
_COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def get_me(_world: World, _params: Params) -> Json:
    """getMe."""
    return {
        **BOT,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    """setMyCommands: at most 100, names of 1-32 of a-z 0-9 _, descriptions of 1-256 characters."""
    commands = params.json("commands", "can't parse commands JSON object")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _key(world, params)
    world.command_lists[key] = [_command(command) for command in commands]
    _tell(world)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """getMyCommands."""
    return world.command_lists.get(_key(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """deleteMyCommands."""
    world.command_lists.pop(_key(world, params), None)
    _tell(world)
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    """setChatMenuButton: of one private chat, or what the others start with."""
    button = params.json("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    if not params.has("chat_id"):
        world.menu_button = button
    else:
        world.chats[_private(world, params)].menu_button = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """getChatMenuButton."""
    own = world.chats[_private(world, params)].menu_button if params.has("chat_id") else None
    return own or world.menu_button


def set_text(world: World, params: Params, name: str) -> bool:
    """setMyDescription, setMyShortDescription and setMyName, per language."""
    text = params.text(name)
    if len(text) > LONGEST_DESCRIPTIONS[name]:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    world.texts[name, _language(params)] = text
    return True


def get_text(world: World, params: Params, name: str) -> Json:
    """getMyDescription, getMyShortDescription and getMyName."""
    default = world.texts.get((name, ""), BOT["first_name"] if name == "name" else "")
    return {name: world.texts.get((name, _language(params)), default)}


def _private(world: World, params: Params) -> int:
    chat_id = params.number("chat_id")
    if chat_id not in world.people:
        raise bad_request("chat not found")
    return chat_id


def _command(command: object) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = _COMMAND.fullmatch(str(command.get("command", "")))
    description = str(command.get("description", "")).strip()
    if name is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name[1], "description": description}


def _key(world: World, params: Params) -> tuple[str, str]:
    scope = params.json("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: expected an Object")
    return _scope(world, scope), _language(params)


def _scope(world: World, scope: dict[str, Any]) -> str:
    kind = scope.get("type")
    if kind in _PLAIN_SCOPES:
        return str(kind)
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id = str(scope.get("chat_id", ""))
    if chat_id not in map(str, world.chats):
        raise bad_request("chat not found")
    member = f":{scope.get('user_id')}" if kind == "chat_member" else ""
    return f"{kind}:{chat_id}{member}"


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _tell(world: World) -> None:
    for user_id in world.people:
        world.emit("commands", chat_id=user_id, commands=world.commands(user_id))
