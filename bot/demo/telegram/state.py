"""What the local Telegram remembers: people, chats, messages, taps, files. Plain and synchronous."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from bot.clock import Clock
from bot.demo.telegram.limits import Limits
from bot.demo.telegram.updates import TAP_LIVES, Bell, UpdateQueue

Json = dict[str, Any]

BOT_ID = 100000001
BOT: Json = {"id": BOT_ID, "is_bot": True, "first_name": "Handslag", "username": "handslag_demo_bot"}
READER_QUEUE = 1_000


@dataclass(slots=True)
class Person:
    """A user of Telegram. `started` means that they have written to the bot; `role` is a label for the page alone."""

    id: int
    first_name: str
    language_code: str
    role: str
    started: bool
    blocked: bool = False

    def api(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return user | {"language_code": self.language_code} if self.language_code else user


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group.

    `messages` are the Bot API's objects; `kept` holds, by message id, what Telegram knows but does not return.
    """

    id: int
    type: str
    title: str
    member: bool = True
    last_id: int = 0
    messages: dict[int, Json] = field(default_factory=dict)
    kept: dict[int, Json] = field(default_factory=dict)
    menu_button: Json | None = None

    def api(self) -> Json:
        """The Bot API's Chat."""
        name = "first_name" if self.type == "private" else "title"
        return {"id": self.id, name: self.title, "type": self.type}

    def shown(self, message_id: int) -> Json:
        """A message as the phone sees it: with what the Bot API does not give back."""
        return {**self.messages[message_id], **self.kept.get(message_id, {})}


@dataclass(slots=True)
class Tap:
    """A callback query: it may be answered once, within 150 seconds."""

    person: int
    made: datetime
    answered: bool = False


@dataclass(slots=True, frozen=True)
class StoredFile:
    """A file that somebody sent. `media` is the Bot API's object about it without a caption."""

    kind: str
    data: bytes
    content_type: str
    path: str
    media: Any


@dataclass(slots=True)
class Webhook:
    """Where updates are to be delivered, and how that has gone."""

    url: str
    secret: str
    max_connections: int
    last_error: str = ""
    last_error_at: int = 0


class State:
    """The whole of it, for one bot. Telegram's dates and life spans follow `clock`; rate limits `monotonic` seconds.

    `first_update_id` seeds the update ids; `keep` bounds the messages remembered per chat.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        first_update_id: int = 1,
        keep: int | None = None,
    ) -> None:
        self.clock = clock
        self.keep = keep
        self.limits = False
        self.limiter = Limits(monotonic)
        self.updates = UpdateQueue(clock.now, first_update_id)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files: dict[str, StoredFile] = {}
        self.command_lists: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self.allowed: frozenset[str] = frozenset()
        self.webhook: Webhook | None = None
        self.poller = 0
        self.numbers: Iterator[int] = count(1)
        self.webhook_bell = Bell()
        self._readers: dict[asyncio.Queue[Json], Callable[[], None] | None] = {}

    def unix(self) -> int:
        """Now, in whole seconds since 1970."""
        return int(self.clock.now().timestamp())

    def subscribe(self, on_drop: Callable[[], None] | None = None) -> asyncio.Queue[Json]:
        """Events from now on, each `{"event": name, "data": object}`.

        A reader that falls a thousand events behind gets `{"event": "dropped"}` as its last one; `on_drop` is called.
        """
        queue: asyncio.Queue[Json] = asyncio.Queue(READER_QUEUE)
        self._readers[queue] = on_drop
        return queue

    def unsubscribe(self, queue: asyncio.Queue[Json]) -> None:
        """No more events to `queue`."""
        self._readers.pop(queue, None)

    def emit(self, event: str, **data: object) -> None:
        """Tell every reader; one that is full is dropped rather than waited for."""
        for queue in list(self._readers):
            if queue.full():
                self._drop(queue)
            else:
                queue.put_nowait({"event": event, "data": data})

    def _drop(self, queue: asyncio.Queue[Json]) -> None:
        on_drop = self._readers.pop(queue)
        queue.get_nowait()
        queue.put_nowait({"event": "dropped", "data": {}})
        if on_drop:
            on_drop()

    def store(self, chat: Chat, sender: Json, content: Json, kept: Json | None = None) -> Json:
        """A new message in `chat`: the Bot API's object."""
        chat.last_id += 1
        number = chat.last_id
        message = {"message_id": number, "from": sender, "chat": chat.api(), "date": self.unix(), **content}
        chat.messages[number] = message
        if kept:
            chat.kept[number] = kept
        if self.keep is not None and len(chat.messages) > self.keep:
            oldest = next(iter(chat.messages))
            del chat.messages[oldest]
            chat.kept.pop(oldest, None)
        self._show("message", chat, number)
        return message

    def replace(self, chat: Chat, message: Json) -> Json:
        """Put `message` in the place of the one with its id. Messages are replaced, never changed in place."""
        chat.messages[message["message_id"]] = message
        self._show("edited", chat, message["message_id"])
        return message

    def remove(self, chat: Chat, message_ids: Iterable[int]) -> None:
        """Take messages out of `chat`, for everybody."""
        gone = [number for number in message_ids if chat.messages.pop(number, None)]
        for number in gone:
            chat.kept.pop(number, None)
        if gone:
            self.emit("deleted", chat_id=chat.id, message_ids=gone)

    def notify(self, kind: str, lane: str, content: Json) -> None:
        """Queue an update for the bot, unless it asked not to get this kind."""
        if not self.allowed or kind in self.allowed:
            self.updates.add(kind, lane, content)

    def open_tap(self, person: int) -> str:
        """A new callback query of `person`; those that can no longer be answered are forgotten."""
        now = self.clock.now()
        for old in list(self.taps):
            if now - self.taps[old].made <= TAP_LIVES:
                break
            del self.taps[old]
        query_id = str(4_000_000_000_000_000 + next(self.numbers))
        self.taps[query_id] = Tap(person, now)
        return query_id

    def _show(self, event: str, chat: Chat, number: int) -> None:
        if self._readers:
            self.emit(event, chat_id=chat.id, message=chat.shown(number))
