"""Reading updates as Telegram sends them."""

import unicodedata
from typing import Any

import telegram
from telegram import Bot, ChatMember, Message, Update
from telegram.constants import ChatType

from bot import guard
from bot.chat.incoming import Incoming, Kind
from bot.menus import command_of

LONGEST_NAME = 64
EARLIEST_YEAR, LATEST_YEAR = 2013, 2999
"""Telegram was launched in 2013; a moment near the end of time cannot be reckoned with."""
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
    if incoming.telegram_id and incoming.telegram_id != incoming.chat_id:
        raise ValueError("a private chat of somebody else")  # Bot API, Chat: it has its person's id
    if incoming.card_at and not EARLIEST_YEAR <= incoming.card_at.year <= LATEST_YEAR:
        raise ValueError("a moment when there is no Telegram")
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
        below = query.message
        return Incoming(
            number,
            Kind.TAP,
            **who,
            message_id=below.message_id if below else None,
            query_id=query.id,
            data=query.data or "",
            card_at=below.date if isinstance(below, Message) else None,
        )
    if change := update.my_chat_member:
        closed = change.new_chat_member.status == ChatMember.BANNED
        return Incoming(number, Kind.CLOSED if closed else Kind.OPENED, **who)
    if message := update.message:
        return _from_message(number, message, who)
    if edited := update.edited_message:
        return Incoming(number, Kind.WORDS, **who, message_id=edited.message_id, found=_found(edited))
    return Incoming(number, Kind.NOTHING, **who)


def _from_message(number: int, message: Message, who: dict[str, Any]) -> Incoming:
    text = message.text or ""
    who = {**who, "replied": _buttons_below(message.reply_to_message)}
    if text.startswith("/") and message.forward_origin is None and len(text) > 1:
        words = tuple(text[1:].split()[1:])
        if found := _found(message):
            return Incoming(number, Kind.WORDS, **who, message_id=message.message_id, found=found)
        return Incoming(
            number, Kind.COMMAND, **who, message_id=message.message_id, command=_command_in(text), words=words
        )
    if any(getattr(message, name) for name in CONTENT_FREE):
        return Incoming(number, Kind.NOTHING, **who)
    return Incoming(number, Kind.WORDS, **who, message_id=message.message_id, found=_found(message))


def _command_in(text: str) -> str:
    first = text[1:].split(maxsplit=1)[:1] if text.startswith("/") else []
    return first[0].partition("@")[0].casefold() if first else ""


def _allowed_behind(command: str) -> frozenset[str]:
    """`/telefon` takes one's own work number."""
    meant = command_of(command)
    return frozenset({guard.Kind.PHONE.value}) if meant and meant.name == "phone" else frozenset()


def _found(message: Message) -> frozenset[str]:
    """The kinds of what tells who a person is. What was written is read here and goes no further."""
    allowed = _allowed_behind(_command_in(message.text or ""))
    kinds = {hit.kind.value for text in _texts(message) for hit in guard.find(text)} - allowed
    if message.contact:
        kinds.add(guard.Kind.PHONE.value)
    if message.location or message.venue:
        kinds.add(guard.Kind.ADDRESS.value)
    return frozenset(kinds)


def _texts(message: Message) -> list[str]:
    """Whatever a person can have written in a message, names of files too."""
    files = (message.document, message.audio, message.video, message.animation)
    texts = [message.text, message.caption, message.quote and message.quote.text]
    texts += [file.file_name for file in files if file]
    texts += [entity.url for entity in (*message.entities, *message.caption_entities)]
    if message.poll:
        texts += [message.poll.question, *(option.text for option in message.poll.options)]
    return [text for text in texts if isinstance(text, str)]


def _buttons_below(message: Message | None) -> tuple[str, ...]:
    """The data of the buttons of a message, top to bottom."""
    markup = message.reply_markup if message else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    return tuple(button.callback_data for button in buttons if isinstance(button.callback_data, str))


def plain(name: str) -> str:
    """A name without control, bidi and other invisible characters, at most 64 long."""
    visible = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    return " ".join(visible.split())[:LONGEST_NAME] or "?"
