"""Reading updates as Telegram sends them."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

import telegram
from telegram.constants import ChatMemberStatus, ChatType

from bot import guard
from bot.chat.incoming import Incoming, Kind
from bot.chat.wire import Message, RepliedTo, Update
from bot.menus import command_of

LONGEST_NAME = 64
EARLIEST, LATEST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2013, 3000))
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


def read(raw: Any) -> Incoming:  # noqa: ANN401 - whatever came over the wire
    """What `raw`, an update in the Bot API's JSON, says.

    Raises:
        ValueError: it has another shape than the Bot API gives it, or makes no sense.
    """
    incoming = _read(Update.model_validate(raw))
    _require_sense(incoming)
    return incoming


def _require_sense(incoming: Incoming) -> None:
    if incoming.telegram_id and incoming.telegram_id != incoming.chat_id:
        raise ValueError("a private chat of somebody else")  # Bot API, Chat: it has its person's id
    if any("\0" in word for word in incoming.words):
        raise ValueError("a text that no database takes")


def _read(update: Update) -> Incoming:
    number = update.update_id
    chat, user = update.chat, update.user
    if chat is None or user is None:
        return Incoming(number, Kind.GROUP if chat else Kind.NOTHING, chat_id=chat.id if chat else 0)
    if chat.type != ChatType.PRIVATE:
        gone = update.my_chat_member and update.my_chat_member.new_chat_member.status in (
            ChatMemberStatus.LEFT,
            ChatMemberStatus.BANNED,
        )
        return Incoming(number, Kind.NOTHING if gone else Kind.GROUP, chat_id=chat.id)
    who: dict[str, Any] = {
        "chat_id": chat.id,
        "telegram_id": user.id,
        "name": plain(f"{user.first_name} {user.last_name}"),
        "speaks_swedish": user.language_code.startswith("sv"),
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
            data=query.data,
            card_at=_moment(below.date) if below and below.date else None,
        )
    if change := update.my_chat_member:
        closed = change.new_chat_member.status == ChatMemberStatus.BANNED
        return Incoming(number, Kind.CLOSED if closed else Kind.OPENED, **who)
    if message := update.message:
        return _from_message(number, message, who)
    if edited := update.edited_message:
        return Incoming(number, Kind.WORDS, **who, message_id=edited.message_id, found=_found(edited))
    return Incoming(number, Kind.NOTHING, **who)


def _moment(date: int) -> datetime:
    if not EARLIEST <= date < LATEST:
        raise ValueError("a moment when there is no Telegram")
    return datetime.fromtimestamp(date, UTC)


def _from_message(number: int, message: Message, who: dict[str, Any]) -> Incoming:
    text = message.text
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
    allowed = _allowed_behind(_command_in(message.text))
    kinds = {hit.kind.value for text in _texts(message) for hit in guard.find(text)} - allowed
    if message.contact:
        kinds.add(guard.Kind.PHONE.value)
    if message.location or message.venue:
        kinds.add(guard.Kind.ADDRESS.value)
    return frozenset(kinds)


def _texts(message: Message) -> list[str]:
    """Whatever a person can have written in a message, names of files too."""
    files = (message.document, message.audio, message.video, message.animation)
    texts = [message.text, message.caption]
    texts += [message.quote.text] if message.quote else []
    texts += [file.file_name for file in files if file]
    texts += [entity.url for entity in (*message.entities, *message.caption_entities)]
    if message.poll:
        texts += [message.poll.question, *(option.text for option in message.poll.options)]
    return [text for text in texts if text]


def _buttons_below(message: RepliedTo | None) -> tuple[str, ...]:
    """The data of the buttons of a message, top to bottom."""
    keys = (
        [key for row in message.reply_markup.inline_keyboard for key in row] if message and message.reply_markup else []
    )
    return tuple(key.callback_data for key in keys if key.callback_data)


def plain(name: str) -> str:
    """A name without control, bidi and other invisible characters, at most 64 long."""
    visible = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    return " ".join(visible.split())[:LONGEST_NAME] or "?"
