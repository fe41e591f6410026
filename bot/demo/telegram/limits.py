"""Telegram's rate limits: 30 messages a second in all, one a second to one chat, twenty a minute to one group."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.telegram.refusals import too_many_requests


@dataclass(slots=True)
class _Bucket:
    rate: float
    burst: float
    left: float
    seen: float

    def wait(self, now: float) -> float:
        self.left = min(self.burst, self.left + (now - self.seen) * self.rate)
        self.seen = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rate


class Limits:
    """Counts what the bot sends. `monotonic` gives seconds; `overall` and `per_chat` are (messages a second, burst).

    Telegram allows small bursts without saying how large; these are thirty in all and three to one chat. A refused
    message costs nothing here.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        overall: tuple[float, float] = (30, 30),
        per_chat: tuple[float, float] = (1, 3),
        per_group: tuple[float, float] = (20 / 60, 20),
    ) -> None:
        self._monotonic = monotonic
        self._overall = self._bucket(overall)
        self._per_chat, self._per_group = per_chat, per_group
        self._chats: dict[int, _Bucket] = {}

    def count(self, chat_id: int) -> None:
        """One message to `chat_id`; raises ApiError (429 with `retry_after` in whole seconds) when that is too many."""
        now = self._monotonic()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = self._bucket(self._per_group if chat_id < 0 else self._per_chat)
        wait = max(self._overall.wait(now), chat.wait(now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._overall.left -= 1
        chat.left -= 1

    def _bucket(self, pace: tuple[float, float]) -> _Bucket:
        rate, burst = pace
        return _Bucket(rate, burst, burst, self._monotonic())
