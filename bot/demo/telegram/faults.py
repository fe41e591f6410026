"""Faults on request: what a network and a busy Telegram do to a bot."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Kind = Literal[
    "server_error",
    "bad_gateway",
    "too_many_requests",
    "drop_before",
    "drop_after",
    "timeout_after",
    "duplicate",
    "another_poller",
    "webhook_set",
    "blocked",
    "deactivated",
    "migrated",
    "html",
    "reset_in_body",
    "half_json",
    "unreadable",
]
Away = Literal["refused", "silent"]
KINDS: Sequence[str] = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """A fault that is to strike `left` more times, each time with `probability`, in `method` or (None) in any.

    `seconds` is how long `timeout_after` is silent and what `too_many_requests` asks to wait.
    """

    kind: str
    method: str | None
    left: int
    probability: float
    seconds: float


class Faults:
    """The faults that wait to strike; chance is seeded, so that a run can be repeated.

    - `server_error`: 500 instead of doing it; `bad_gateway`: 502 with a page of HTML instead
    - `too_many_requests`: 429 with `retry_after` instead
    - `drop_before`, `drop_after`: the connection breaks, before or after it is done
    - `timeout_after`: it is done, but the answer does not come for `seconds`
    - `duplicate`: an update is delivered once more, by webhook (method "webhook") or poll ("getUpdates")
    - `another_poller`, `webhook_set`: 409 instead, for getUpdates
    - `blocked`, `deactivated`: 403 instead; `migrated`: 400 with `migrate_to_chat_id` instead
    - `html`: 200 with somebody else's page instead
    - `reset_in_body`: it is done, and the connection breaks in the middle of the answer
    - `half_json`: it is done, and the answer ends in its middle, as if that were all
    - `unreadable`: an update that getUpdates gives is from then on one that a strict reader of JSON refuses
    """

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._faults: list[Fault] = []
        self._away: tuple[Away, datetime] | None = None

    def be_away(self, how: Away, until: datetime) -> None:
        """Until then the bot reaches nobody: its connections break at once (`refused`), or nothing comes (`silent`).

        People go on writing; nothing is brought to a webhook.
        """
        if how not in get_args(Away):
            raise ValueError(f"no such way to be away: {how}; there are {', '.join(get_args(Away))}")
        self._away = how, until

    def away(self, now: datetime) -> Away | None:
        """How Telegram is away at `now`, if it is."""
        return self._away[0] if self._away and now < self._away[1] else None

    def add(
        self,
        kind: str,
        method: str | None = None,
        times: int = 1,
        probability: float = 1.0,
        seconds: float = 1.0,
    ) -> None:
        """Let `kind` strike `times` times; raises ValueError when there is no such kind."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        self._faults.append(Fault(kind, method.lower() if method else None, times, probability, seconds))

    def clear(self) -> None:
        """No more faults, and Telegram is back."""
        self._faults.clear()
        self._away = None

    def waiting(self) -> list[Fault]:
        """What may still strike."""
        return list(self._faults)

    def strike(self, method: str, *kinds: str) -> Fault | None:
        """The fault of one of these kinds that strikes this call of `method`, if any; it is used up by one."""
        if not self._faults:
            return None
        for fault in self._faults:
            if fault.kind in kinds and fault.method in (None, method.lower()) and self._hits(fault):
                fault.left -= 1
                self._faults = [other for other in self._faults if other.left > 0]
                return fault
        return None

    def _hits(self, fault: Fault) -> bool:
        return fault.probability >= 1 or self._random.random() < fault.probability
