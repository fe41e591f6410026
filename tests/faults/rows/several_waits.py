"""How long people wait until the bot answers what they tapped or wrote."""

import json
import time

from tests.faults.ledger import Ledger
from tests.faults.phones import Json, Key, Phones

ANSWERED = "event: answered\n"


class Waits(Phones):
    """Phones that note it. A wait ends when a tap is answered, or a message of the bot's comes or changes."""

    def __init__(self, url: str, ledger: Ledger) -> None:
        super().__init__(url, ledger)
        self.longest = 0.0
        """In seconds, of those waits that have ended."""
        self.waiting: dict[int, float] = {}
        """Since when, by person."""

    async def write(self, user: int, text: str) -> int:
        """Begin to wait, and write."""
        self.waiting.setdefault(user, time.monotonic())
        return await super().write(user, text)

    async def tap(self, user: int, key: Key) -> bool:
        """Begin to wait, and tap."""
        self.waiting.setdefault(user, time.monotonic())
        went = await super().tap(user, key)
        if not went:
            self.waiting.pop(user, None)
        return went

    def _take(self, frame: str) -> None:
        super()._take(frame)
        if frame.startswith(ANSWERED):
            self._end(json.loads(frame.partition("data: ")[2])["chat_id"])

    def _show(self, user: int, message: Json) -> None:
        super()._show(user, message)
        if message["from"]["is_bot"]:
            self._end(user)

    def _end(self, user: int) -> None:
        begun = self.waiting.pop(user, None)
        if begun is not None:
            self.longest = max(self.longest, time.monotonic() - begun)
