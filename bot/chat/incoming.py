"""What an update says: who sent what. Nothing of a message is kept but a command and its words.

Of what tells who a person is, even behind a command, only the kinds are kept.
"""

from dataclasses import dataclass
from datetime import datetime
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
    found: frozenset[str] = frozenset()
    """What the guard saw in what was written: kinds (identity, email, phone, address), never where or what."""
    card_at: datetime | None = None
    """When the message came below which a button was tapped, where Telegram still knows."""
