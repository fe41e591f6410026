"""Reading updates as Telegram sends them."""

import unicodedata
from typing import Any

import telegram
from telegram import Bot, ChatMember, Message, Update
from telegram.constants import ChatType

from bot.chat.incoming import Incoming, Kind

LONGEST_NAME = 64
KNOWN_NAMES = frozenset({"from"}).union(
    name
    for kind in vars(telegram).values()
    if isinstance(kind, type)
    for base in kind.__mro__
    for name in getattr(base, "__slots__", ())
    if not name.startswith("_")
)
"""Every field that an update of the Bot API can have."""
CONTENT_FREE = ("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed")


def read(raw: dict[str, Any], bot: Bot) -> Incoming:
    """What `raw`, an update in the Bot API's JSON, says.

    Raises:
        Exception: whatever python-telegram-bot's parser raises on what it cannot read, or what is read makes no sense.
    """
    incoming = _read(Update.de_json(raw, bot))
    _require_sense(incoming)
    return incoming


def _require_sense(incoming: Incoming) -> None:
    """python-telegram-bot parses but does not validate: an id may still be anything."""
    for number in (incoming.update_id, incoming.chat_id, incoming.telegram_id, incoming.message_id or 0):
        if type(number) is not int or abs(number) >= 2**63:
            raise ValueError("an id that is no 64-bit number")
    for text in (incoming.data, incoming.query_id or "", *incoming.words):
        if not isinstance(text, str):
            raise TypeError("something else where a text belongs")
    if b"\0" in "".join(incoming.words).encode():  # which raises on half a surrogate pair
        raise ValueError("a text that no database takes")


def _read(update: Update) -> Incoming:
    number = update.update_id
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return Incoming(number, Kind.GROUP if chat else Kind.NOTHING, chat_id=chat.id if chat else 0)
    if chat.type != ChatType.PRIVATE:
        gone = update.my_chat_member and update.my_chat_member.new_chat_member.status in (
            ChatMember.LEFT,
            ChatMember.BANNED,
        )
        return Incoming(number, Kind.NOTHING if gone else Kind.GROUP, chat_id=chat.id)
    who: dict[str, Any] = {
        "chat_id": chat.id,
        "telegram_id": user.id,
        "name": plain(user.full_name),
        "speaks_swedish": user.language_code is None or user.language_code.startswith("sv"),
    }
    return _from_person(update, who)


def _from_person(update: Update, who: dict[str, Any]) -> Incoming:
    number = update.update_id
    if query := update.callback_query:
        message_id = query.message.message_id if query.message else None
        return Incoming(number, Kind.TAP, **who, message_id=message_id, query_id=query.id, data=query.data or "")
    if change := update.my_chat_member:
        closed = change.new_chat_member.status == ChatMember.BANNED
        return Incoming(number, Kind.CLOSED if closed else Kind.OPENED, **who)
    if message := update.message:
        return _from_message(number, message, who)
    if edited := update.edited_message:
        return Incoming(number, Kind.WORDS, **who, message_id=edited.message_id)
    return Incoming(number, Kind.NOTHING, **who)


def _from_message(number: int, message: Message, who: dict[str, Any]) -> Incoming:
    text = message.text or ""
    who = {**who, "replied": _buttons_below(message.reply_to_message)}
    if text.startswith("/") and message.forward_origin is None and len(text) > 1:
        command, *words = text[1:].split() or [""]
        name = command.split("@")[0].casefold()
        return Incoming(number, Kind.COMMAND, **who, message_id=message.message_id, command=name, words=tuple(words))
    if any(getattr(message, name) for name in CONTENT_FREE):
        return Incoming(number, Kind.NOTHING, **who)
    return Incoming(number, Kind.WORDS, **who, message_id=message.message_id)


def _buttons_below(message: Message | None) -> tuple[str, ...]:
    """The data of the buttons of a message, top to bottom."""
    markup = message.reply_markup if message else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    return tuple(button.callback_data for button in buttons if isinstance(button.callback_data, str))


def plain(name: str) -> str:
    """A name without control, bidi and other invisible characters, at most 64 long."""
    visible = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    return " ".join(visible.split())[:LONGEST_NAME] or "?"
