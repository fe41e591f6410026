"""One person's turn: who acts, when, and with what at hand."""

import random
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot import clock
from models import Member


@dataclass(frozen=True)
class House:
    """What the whole house shares: the bot's username and the numbers to call (empty where the board gave none)."""

    bot_username: str
    child_phone: str = ""
    protected_phone: str = ""

    def deep_link(self, payload: str) -> str:
        """The link that opens this bot with `/start payload` (Bot API: 1-64 of A-Z a-z 0-9 _ -)."""
        return f"https://t.me/{self.bot_username}?start={payload}"


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

    @property
    def today(self) -> date:
        """The date in Stockholm."""
        return clock.today(self.now)

    @property
    def language(self) -> str:
        """`sv` or `en`."""
        return self.who.language.value
