"""What the room is made of."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.locks.openid import Provider
from bot.store import Store
from bot.turn import House
from bot.watch.watch import Watch


@dataclass(frozen=True)
class Parts:
    """The parts of the process that the room needs.

    `token` is the bot's, with which Telegram signs launch data; `ancestors` are the origins that may frame the room.
    """

    store: Store
    clock: Clock
    house: House
    dice: random.Random
    random_bytes: Callable[[int], bytes]
    token: str
    ancestors: str
    openid: Provider | None = None
    watch: Watch = field(default_factory=Watch)

    @property
    def origin(self) -> str:
        """The room's own origin (RFC 6454), as a browser sends it."""
        parts = urlsplit(self.house.room_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """Its host name, for which passkeys are made."""
        return urlsplit(self.house.room_url).hostname or ""
