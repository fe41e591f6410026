"""Answers to strangers, within limits: they must not use up the pace at which Telegram lets us speak to members."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.counter import Answer

TO_ONE = 20
"""How many answers one stranger gets within a minute."""
TO_ALL, TO_ALL_AT_ONCE = 10, 30
"""How many answers strangers get together: a second, and at once. Bot API FAQ: about 30 messages a second in all."""
MINUTE = timedelta(minutes=1)
REMEMBERED = 10_000


@dataclass
class Told:
    """How often a stranger has been told within the minute that began at `since`."""

    since: datetime
    times: int = 0


class Strangers:
    """Remembers, in memory alone, how often strangers were answered."""

    def __init__(self) -> None:
        self._told: OrderedDict[int, Told] = OrderedDict()
        self._left = float(TO_ALL_AT_ONCE)
        self._at: datetime | None = None

    def limited(self, stranger: int, answer: Answer, now: datetime) -> Answer | None:
        """`answer`, or where strangers have heard enough only what takes their words away; a tap gets nothing."""
        if self._may_hear(stranger, now):
            return answer
        return replace(answer, card=None, new_commands=False) if answer.delete else None

    def _may_hear(self, stranger: int, now: datetime) -> bool:
        seconds = (now - self._at).total_seconds() if self._at else 0.0
        self._left = min(TO_ALL_AT_ONCE, self._left + max(0.0, seconds) * TO_ALL)
        self._at = now
        told = self._told_to(stranger, now)
        if self._left < 1 or told.times >= TO_ONE:
            return False
        self._left -= 1
        told.times += 1
        return True

    def _told_to(self, stranger: int, now: datetime) -> Told:
        told = self._told.pop(stranger, None)
        if told is None or not timedelta() <= now - told.since < MINUTE:
            told = Told(now)
        self._told[stranger] = told
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return told
