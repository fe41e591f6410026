"""What an update says: who sent what. Nothing of a message is kept but a command and its words."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    COMMAND = "command"
    TAP = "tap"
    WORDS = "words"
    """Anything else that a person wrote, said or sent."""
    CLOSED = "closed"
    """The person blocked the bot."""
    OPENED = "opened"
    GROUP = "group"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Incoming:
    """What an update says, as far as anybody needs to know."""

    update_id: int
    kind: Kind
    chat_id: int = 0
    telegram_id: int = 0
    name: str = ""
    speaks_swedish: bool = True
    message_id: int | None = None
    query_id: str | None = None
    data: str = ""
    command: str = ""
    words: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()
    """The data of the buttons below the message that was replied to."""
