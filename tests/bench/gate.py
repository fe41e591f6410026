"""Telegram's limits at the door: who came through when, and how many were refused."""

import asyncio
import time

from bot.demo.telegram.limits import Limits
from bot.demo.telegram.refusals import ApiError
from tests.bench.wire import Refusal

RATE = 30
"""Messages a second (Bot API FAQ: 30 to all chats; one to a chat)."""


class Gate:
    """Lets messages through as Telegram does, `burst` at once, until `wanted` came; with no burst, all of them."""

    def __init__(self, burst: int, wanted: int) -> None:
        self._limits = Limits(overall=(RATE, burst)) if burst else None
        self._wanted = wanted
        self.sent: list[float] = []
        self.refusals = 0
        self.all_sent = asyncio.Event()

    def count(self, chat_id: int) -> None:
        """One more message to a chat.

        Raises:
            Refusal: it is one too many.
        """
        try:
            if self._limits:
                self._limits.count(chat_id)
        except ApiError as refused:
            self.refusals += 1
            raise Refusal(429, refused.description, int((refused.parameters or {})["retry_after"])) from None
        self.sent.append(time.monotonic())
        if len(self.sent) == self._wanted:
            self.all_sent.set()
