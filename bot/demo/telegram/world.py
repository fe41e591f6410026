"""The local Telegram seen from the phones: what people do, and what they then see."""

from typing import Any

from bot.demo.telegram import html, markup, samples
from bot.demo.telegram.refusals import PhoneError
from bot.demo.telegram.state import BOT, Chat, Json, Person, State, StoredFile

LONGEST_TEXT = 4096
MENTION = f"@{BOT['username']}"


class World(State):
    """Everybody's phones, and the Telegram between them and the bot. Made with a Clock; see State for the rest."""

    def add_user(
        self,
        id: int,  # noqa: A002
        first_name: str,
        language_code: str = "sv",
        started: bool = False,
        role: str = "",
    ) -> Person:
        """A person with a phone, or a changed one; `started` means that they have already written to the bot."""
        person = Person(id, first_name, language_code, role, started)
        self.people[id] = person
        chat = self.chats.setdefault(id, Chat(id, "private", first_name))
        chat.title = first_name
        return person

    def send_text(
        self,
        user_id: int,
        text: str,
        reply_to: int | None = None,
        *,
        chat_id: int | None = None,
        forwarded: bool = False,
    ) -> Json:
        """`user_id` writes `text` (1-4096 UTF-16 units) to the bot, or to the group `chat_id`; the message."""
        text = text.strip()
        if not 1 <= html.utf16_length(text) <= LONGEST_TEXT:
            raise PhoneError("a message has 1 to 4096 characters")
        content: Json = {"text": text}
        if entities := html.detect(text, []):
            content["entities"] = entities
        if forwarded:
            content["forward_origin"] = self._origin()
        return self._send(user_id, content, reply_to, chat_id)

    def send_other(self, user_id: int, kind: str, caption: str | None = None, reply_to: int | None = None) -> Json:
        """`user_id` sends a photo, voice, document, location, contact, sticker or video; the message."""
        if kind in samples.OTHERS:
            content = dict(samples.OTHERS[kind])
        elif kind in samples.FILES:
            content = self._sample(kind)
        else:
            raise PhoneError(f"a phone cannot send a {kind}")
        if caption:
            content["caption"] = caption
        return self._send(user_id, content, reply_to, None)

    def edit_text(self, user_id: int, message_id: int, text: str) -> Json:
        """`user_id` edits an own message in the chat with the bot, its text or its caption; the message."""
        chat = self.chats[self._awake(user_id).id]
        message = dict(self._message(chat, message_id))
        if message["from"]["id"] != user_id:
            raise PhoneError("that message is somebody else's")
        part = "text" if "text" in message else "caption"
        message.pop("entities", None)
        message |= {part: text, "edit_date": self.unix()}
        if part == "text" and (entities := html.detect(text, [])):
            message["entities"] = entities
        self.replace(chat, message)
        self.notify("edited_message", f"chat:{chat.id}", message)
        return message

    def tap(self, user_id: int, message_id: int, data: str, chat_id: int | None = None) -> str:
        """`user_id` taps a button with `data` under the bot's message; the query id.

        As on Telegram, the data need not be that of any button: a changed client can send what it likes.
        """
        person = self._awake(user_id)
        chat = self._chat(chat_id if chat_id is not None else user_id)
        message = self._message(chat, message_id)
        query_id = self.open_tap(user_id)
        query = {"id": query_id, "from": person.api(), "message": message, "chat_instance": str(-chat.id), "data": data}
        self.notify("callback_query", f"person:{user_id}", query)
        return query_id

    def delete(self, user_id: int, message_id: int) -> None:
        """`user_id` deletes a message in the chat with the bot, for both; the bot is not told."""
        chat = self._chat(user_id)
        self._message(chat, message_id)
        self.remove(chat, [message_id])

    def opener(self, user_id: int, message_id: int, url: str) -> Person:
        """Whoever opens the Mini App at `url` from a button of a message; as on Telegram, also one who blocked the bot.

        Raises PhoneError when no button of that message opens it.
        """
        person = self._person(user_id)
        if url not in markup.web_apps(self._message(self._chat(user_id), message_id)):
            raise PhoneError("no button of that message opens this Mini App")
        return person

    def block(self, user_id: int) -> None:
        """`user_id` blocks the bot."""
        self._set_blocked(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        """`user_id` lets the bot in again."""
        self._set_blocked(user_id, blocked=False)

    def add_to_group(self, user_id: int, group_id: int, title: str) -> None:
        """`user_id` adds the bot to a group (its id below zero)."""
        chat = self.chats.setdefault(group_id, Chat(group_id, "group", title))
        chat.member = True
        self._membership(self._person(user_id), chat, "left", "member")

    def push_raw(self, update: dict[str, Any]) -> int:
        """Deliver `update` as it is, however malformed; its id, assigned when it has none."""
        return self.updates.add_raw(update)

    def chat(self, user_id: int) -> list[Json]:
        """What is to be seen in the chat of `user_id` now, oldest first.

        The Bot API's messages, and beside them what it does not return: `disable_notification` and the keyboards
        that are not inline (`reply_markup`).
        """
        chat = self._chat(user_id)
        return [chat.shown(number) for number in chat.messages]

    def commands(self, user_id: int) -> list[Json]:
        """The commands that the phone of `user_id` offers: the narrowest scope first, then the language."""
        language = self._person(user_id).language_code
        for scope in (f"chat:{user_id}", "all_private_chats", "default"):
            for code in (language, ""):
                if found := self.command_lists.get((scope, code)):
                    return found
        return []

    def clock_moved(self) -> None:
        """Tell the pages that the clock was moved."""
        self.emit("clock", now=self.clock.now().isoformat())

    def reset(self) -> None:
        """Forget people, chats, taps, files and what waits; ids of updates go on, the bot's settings stay."""
        for forgotten in (self.people, self.chats, self.taps, self.files):
            forgotten.clear()
        self.updates.clear()
        self.emit("reset")

    def _send(self, user_id: int, content: Json, reply_to: int | None, chat_id: int | None) -> Json:
        person = self._awake(user_id)
        chat = self._chat(user_id if chat_id is None else chat_id)
        if reply_to is not None:
            content = {**content, "reply_to_message": _quoted(self._message(chat, reply_to))}
        person.started = person.started or chat.type == "private"
        message = self.store(chat, person.api(), content)
        if chat.type == "private" or (chat.member and _concerns_bot(message)):
            self.notify("message", f"chat:{chat.id}", message)
        return message

    def _sample(self, kind: str) -> Json:
        content_type, path, data, about = samples.FILES[kind]
        media = self.add_file(kind, data, content_type, path, about)
        return {kind: [media] if kind == "photo" else media}

    def add_file(self, kind: str, data: bytes, content_type: str, path: str, about: Json) -> Json:
        """Keep `data` under a new file id; the Bot API's object about it."""
        number = next(self.numbers)
        folder, _, name = path.rpartition("/")
        ids = {"file_id": f"{kind}-{number:06d}-demo", "file_unique_id": f"u{number:06d}"}
        media = {**ids, **about, "file_size": len(data)}
        self.files[ids["file_id"]] = StoredFile(kind, data, content_type, f"{folder}/{number}-{name}", media)
        return media

    def _set_blocked(self, user_id: int, *, blocked: bool) -> None:
        person = self._person(user_id)
        if person.blocked == blocked:
            return
        person.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._membership(person, self.chats[user_id], before, after)

    def _membership(self, person: Person, chat: Chat, before: str, after: str) -> None:
        change = {
            "chat": chat.api(),
            "from": person.api(),
            "date": self.unix(),
            "old_chat_member": _member(before),
            "new_chat_member": _member(after),
        }
        self.notify("my_chat_member", f"chat:{chat.id}", change)

    def _origin(self) -> Json:
        return {"type": "hidden_user", "sender_user_name": "Någon annan", "date": self.unix()}

    def _person(self, user_id: int) -> Person:
        if user_id not in self.people:
            raise PhoneError(f"nobody has the id {user_id}")
        return self.people[user_id]

    def _awake(self, user_id: int) -> Person:
        person = self._person(user_id)
        if person.blocked:
            raise PhoneError("the bot is blocked; unblock it first")
        return person

    def _chat(self, chat_id: int) -> Chat:
        if chat_id not in self.chats:
            raise PhoneError(f"there is no chat {chat_id}")
        return self.chats[chat_id]

    def _message(self, chat: Chat, message_id: int) -> Json:
        if message_id not in chat.messages:
            raise PhoneError(f"message {message_id} is not there")
        return chat.messages[message_id]


def _member(status: str) -> Json:
    member: Json = {"user": BOT, "status": status}
    return {**member, "until_date": 0} if status == "kicked" else member


def _quoted(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _concerns_bot(message: Json) -> bool:
    """In groups a bot with privacy mode on gets commands, mentions and replies to its own messages."""
    text = message.get("text", "")
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    own_command = text.startswith("/") and "@" not in text.split()[0]
    return own_command or MENTION in text or replied == BOT["id"]
