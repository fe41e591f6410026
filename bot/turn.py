"""One person's turn: who acts, when, and with what at hand."""

import random
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from bot import clock
from bot.sealed import Vault
from bot.sealed.ledger import Ledger
from models import Member


@dataclass(frozen=True)
class House:
    """What the whole house shares: the bot's username and the numbers to call (empty where the board gave none)."""

    bot_username: str
    child_phone: str = ""
    protected_phone: str = ""
    vault: Vault | None = None
    """What is sealed; nothing where the board has set no key, and then there is no room."""
    room_url: str = ""
    """Where the room is, without a slash at the end; empty where there is none."""
    ledger: Ledger | None = None
    """Where it is kept who was erased."""
    templates: Path | None = None
    """A folder with Word templates of the board's own."""

    def deep_link(self, payload: str) -> str:
        """The link that opens this bot with `/start payload` (Bot API: 1-64 of A-Z a-z 0-9 _ -)."""
        return f"https://t.me/{self.bot_username}?start={payload}"

    def room_link(self, path: str) -> str | None:
        """What opens the room at `path`; nothing where there is no room."""
        return f"{self.room_url}/room?to={path}" if self.room_url and self.vault else None


@dataclass(frozen=True)
class Turn:
    """What a handler, an action and a card get: one transaction's session, one member, one moment.

    `dice` draws codes and tokens; outside tests it is the system's own source.
    """

    session: Session
    who: Member
    now: datetime
    house: House
    dice: random.Random
    screen: str = ""
    """Where it is done: a command, a button, a notice or a page. The audit keeps it."""

    @property
    def today(self) -> date:
        """The date in Stockholm."""
        return clock.today(self.now)

    @property
    def vault(self) -> Vault:
        """What is sealed. Only asked for in the room, which is not open without one."""
        assert self.house.vault, "there is no room without keys"
        return self.house.vault

    @property
    def language(self) -> str:
        """`sv` or `en`."""
        return self.who.language.value
