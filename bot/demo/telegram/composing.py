"""From the parameters of a call to what a message holds: where it goes, its text, its reply."""

from bot.demo.telegram import html
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request, forbidden
from bot.demo.telegram.state import BOT, Chat, Json, State

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def find_chat(state: State, params: Params) -> Chat:
    """The chat that `chat_id` names; raises ApiError (400) when there is none."""
    if not params.has("chat_id"):
        raise bad_request("chat_id is empty")
    chat = state.chats.get(params.number("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def open_chat(state: State, params: Params) -> Chat:
    """The chat that `chat_id` names, if the bot may write there; raises ApiError (400, 403) otherwise."""
    chat = find_chat(state, params)
    if chat.type != "private":
        if not chat.member:
            raise forbidden("bot is not a member of the group chat")
        return chat
    person = state.people[chat.id]
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def read_text(params: Params) -> Json:
    """`text` (1-4096 UTF-16 units after parsing) and its `entities`; raises ApiError (400)."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = _formatted(params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if html.utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(params: Params) -> Json:
    """`caption` (0-1024 UTF-16 units after parsing) and its `caption_entities`; raises ApiError (400)."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if html.utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    return content | {"caption_entities": entities} if entities else content


def read_reply(chat: Chat, params: Params) -> Json:
    """The message replied to, by `reply_parameters` or the older `reply_to_message_id`; raises ApiError (400)."""
    reply = params.json("reply_parameters", "can't parse reply parameters JSON object")
    if not isinstance(reply, dict):
        optional = params.flag("allow_sending_without_reply")
        reply = {"message_id": params.number("reply_to_message_id"), "allow_sending_without_reply": optional}
    number = reply.get("message_id")
    if not number:
        return {}
    if isinstance(number, int) and number in chat.messages:
        quoted = {key: value for key, value in chat.messages[number].items() if key != "reply_to_message"}
        return {"reply_to_message": quoted}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def read_manner(params: Params) -> tuple[Json, Json]:
    """How a message is to be sent: (what the Bot API gives back, what only the phone shows)."""
    returned: Json = {}
    kept: Json = {}
    if params.flag("protect_content"):
        returned["has_protected_content"] = True
    if params.flag("disable_notification"):
        kept["disable_notification"] = True
    return returned | read_preview(params), kept


def read_preview(params: Params) -> Json:
    """`link_preview_options`, or what the older `disable_web_page_preview` means."""
    preview = params.json("link_preview_options", "can't parse link preview options JSON object")
    if preview is None and params.flag("disable_web_page_preview"):
        preview = {"is_disabled": True}
    return {"link_preview_options": preview} if preview else {}


def own_message(state: State, params: Params, complaint: str) -> tuple[Chat, Json]:
    """The chat and the bot's own message that are to be edited; raises ApiError (400, 403)."""
    chat = open_chat(state, params)
    number = params.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(complaint)
    if message["from"]["id"] != BOT["id"] or "reply_markup" in chat.kept.get(number, {}):
        raise bad_request("message can't be edited")
    return chat, message


def _formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[html.Entity]]:
    text, mode = params.text(name), params.text("parse_mode").lower()
    if mode == "html":
        text, entities = html.parse(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        entities = _given_entities(params, entities_name)
    text, entities = html.trim(text, entities)
    return text, html.detect(text, entities)


def _given_entities(params: Params, name: str) -> list[html.Entity]:
    entities = params.json(name, "can't parse entities JSON object") or []
    if not isinstance(entities, list):
        raise bad_request("expected an Array of MessageEntity")
    for entity in entities:
        measures = (entity.get("offset"), entity.get("length")) if isinstance(entity, dict) else ()
        if not measures or not all(isinstance(measure, int) for measure in measures):
            raise bad_request("can't parse MessageEntity: offset and length must be Numbers")
    return entities
