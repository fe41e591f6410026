"""Bot API methods that write into a chat: send, edit, delete, answer."""

from datetime import timedelta

from bot.demo.telegram import html
from bot.demo.telegram.composing import (
    find_chat,
    open_chat,
    own_message,
    read_caption,
    read_manner,
    read_preview,
    read_reply,
    read_text,
)
from bot.demo.telegram.markup import read_markup
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request, forbidden
from bot.demo.telegram.state import BOT, Chat, Json
from bot.demo.telegram.updates import TAP_LIVES
from bot.demo.telegram.world import World

DELETABLE = timedelta(hours=48)
MOST_AT_ONCE = 100
LONGEST_ANSWER = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
CHAT_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    ]
)


def send_message(world: World, params: Params) -> Json:
    """sendMessage."""
    return post(world, params, read_text(params))


def post(world: World, params: Params, content: Json) -> Json:
    """Put `content` into the chat of the call, with its keyboard, reply and manner; the message."""
    inline, keyboard = read_markup(params)
    chat = open_chat(world, params)
    returned, kept = read_manner(params)
    message = {**read_reply(chat, params), **content, **returned}
    if inline:
        message["reply_markup"] = inline
    if keyboard:
        kept["reply_markup"] = keyboard
    if world.limits:
        world.limiter.count(chat.id)
    return world.store(chat, BOT, message, kept)


def edit_message_text(world: World, params: Params) -> Json:
    """editMessageText."""
    content = read_text(params) | read_preview(params)
    return _edit(world, params, content, "text", "there is no text in the message to edit")


def edit_message_caption(world: World, params: Params) -> Json:
    """editMessageCaption."""
    content = read_caption(params)
    return _edit(world, params, content, "caption", "there is no caption in the message to edit")


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """editMessageReplyMarkup."""
    return _edit(world, params, {}, None, "")


_REPLACED = {
    "text": ("text", "entities", "link_preview_options", "reply_markup"),
    "caption": ("caption", "caption_entities", "reply_markup"),
    None: ("reply_markup",),
}
_MEDIA = ("photo", "document")


def _edit(world: World, params: Params, content: Json, part: str | None, complaint: str) -> Json:
    inline, _ = read_markup(params)
    chat, message = own_message(world, params, "message to edit not found")
    if (part == "text" and "text" not in message) or (
        part == "caption" and not any(kind in message for kind in _MEDIA)
    ):
        raise bad_request(complaint)
    if inline:
        content["reply_markup"] = inline
    unchanged = {key: value for key, value in message.items() if key not in _REPLACED[part]}
    edited = unchanged | content
    if edited == message:
        raise bad_request(NOT_MODIFIED)
    return world.replace(chat, edited | {"edit_date": world.unix()})


def delete_message(world: World, params: Params) -> bool:
    """deleteMessage: any message in a private chat, the bot's own in a group, within 48 hours."""
    chat, number = find_chat(world, params), params.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    if number not in chat.messages:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, number)
    world.remove(chat, [number])
    return True


def delete_messages(world: World, params: Params) -> bool:
    """deleteMessages: 1-100 at once; those that are not there are skipped."""
    chat = find_chat(world, params)
    numbers = params.json("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if not all(isinstance(number, int) for number in numbers):
        raise bad_request("message identifier must be a Number")
    if len(numbers) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    present = [number for number in numbers if number in chat.messages]
    for number in present:
        _check_deletable(world, chat, number)
    world.remove(chat, present)
    return True


def _check_deletable(world: World, chat: Chat, number: int) -> None:
    message = chat.messages[number]
    foreign = chat.type != "private" and message["from"]["id"] != BOT["id"]
    if foreign or world.unix() - message["date"] > DELETABLE.total_seconds():
        raise bad_request("message can't be deleted for everyone")


def answer_callback_query(world: World, params: Params) -> bool:
    """answerCallbackQuery: once, within 150 seconds, with at most 200 characters."""
    text = params.text("text")
    if html.utf16_length(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = params.text("callback_query_id")
    tap = world.taps.get(query_id)
    if tap is None or tap.answered or world.clock.now() - tap.made > TAP_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    tap.answered = True
    world.emit("answered", chat_id=tap.person, query_id=query_id)
    if text:
        world.emit("toast", chat_id=tap.person, text=text, show_alert=params.flag("show_alert"))
    return True


def send_chat_action(world: World, params: Params) -> bool:
    """sendChatAction."""
    action = params.text("action")
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = open_chat(world, params)
    world.emit("typing", chat_id=chat.id, action=action)
    return True


def get_chat(world: World, params: Params) -> Json:
    """getChat: the little of ChatFullInfo that a bot without further rights has use for."""
    chat = find_chat(world, params)
    return {**chat.api(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def leave_chat(world: World, params: Params) -> bool:
    """leaveChat: groups only."""
    chat = find_chat(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.member:
        raise forbidden("bot is not a member of the group chat")
    chat.member = False
    return True
