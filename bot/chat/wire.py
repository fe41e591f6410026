"""The Bot API's types, as much of them as is read here (https://core.telegram.org/bots/api#available-types).

What has another shape than the Bot API gives it is refused whole: half an update is not guessed at.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[int, Field(gt=-(2**63), lt=2**63)]


class Wire(BaseModel):
    """Strict in what is read, blind to the rest."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class User(Wire):
    """Somebody with a Telegram account."""

    id: Id
    first_name: str
    last_name: str = ""
    language_code: str = "sv"


class Chat(Wire):
    """A private chat has the id of its person."""

    id: Id
    type: str


class Key(Wire):
    """A button below a message."""

    callback_data: str | None = None


class Keyboard(Wire):
    """The buttons below a message."""

    inline_keyboard: list[list[Key]] = []


class RepliedTo(Wire):
    """The message that another one answers."""

    reply_markup: Keyboard | None = None


class Entity(Wire):
    """A part of a text; a link hides where it leads."""

    url: str = ""


class File(Wire):
    """Something with a name that its sender's device gave it."""

    file_name: str = ""


class Said(Wire):
    """Something with a text: a quote, a choice of a poll."""

    text: str = ""


class Poll(Wire):
    """A question with choices."""

    question: str = ""
    options: list[Said] = []


class Below(Wire):
    """The message below which a button was tapped; one that Telegram knows no more has `date` 0."""

    message_id: Id
    date: Id
    chat: Chat


class Message(Wire):
    """A message; of what may have come in it that is no text, only whether it did."""

    message_id: Id
    chat: Chat
    sender: User | None = Field(None, alias="from")
    text: str = ""
    caption: str = ""
    quote: Said | None = None
    entities: list[Entity] = []
    caption_entities: list[Entity] = []
    document: File | None = None
    audio: File | None = None
    video: File | None = None
    animation: File | None = None
    poll: Poll | None = None
    reply_to_message: RepliedTo | None = None
    forward_origin: Any = None
    contact: Any = None
    location: Any = None
    venue: Any = None
    pinned_message: Any = None
    message_auto_delete_timer_changed: Any = None
    write_access_allowed: Any = None


class Tap(Wire):
    """A CallbackQuery: a button was tapped."""

    id: str
    sender: User = Field(alias="from")
    message: Below | None = None
    data: str = ""


class Membership(Wire):
    """A ChatMember: what the bot is in a chat."""

    status: str


class Change(Wire):
    """A ChatMemberUpdated: the bot was let in, thrown out, blocked or unblocked."""

    chat: Chat
    sender: User = Field(alias="from")
    new_chat_member: Membership


class Update(Wire):
    """Something that happened; of the kinds that are asked for."""

    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Tap | None = None
    my_chat_member: Change | None = None

    @property
    def chat(self) -> Chat | None:
        """Where it happened."""
        if self.callback_query:
            return self.callback_query.message.chat if self.callback_query.message else None
        about = self.message or self.edited_message or self.my_chat_member
        return about.chat if about else None

    @property
    def user(self) -> User | None:
        """Who did it."""
        about = self.message or self.edited_message or self.callback_query or self.my_chat_member
        return about.sender if about else None
