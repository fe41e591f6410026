"""The updates that Telegram keeps for the bot until they are acknowledged or die."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

TAP_LIVES = timedelta(seconds=150)
MESSAGE_LIVES = timedelta(hours=24)
LARGEST_ID = 2**31 - 1


@dataclass(slots=True, frozen=True)
class Update:
    """One update as it will be delivered. `lane` names the queue whose order it keeps."""

    id: int
    kind: str
    lane: str
    body: bytes
    dies: datetime

    def spoilt(self) -> "Update":
        """The same with a number of 5,000 digits in it, which Python's reader of JSON refuses."""
        return replace(self, body=self.body[:-1] + b',"spoilt":' + b"9" * 5_000 + b"}")


class Bell:
    """Wakes everybody who waits for something to have changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait now."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, seconds: float | None) -> None:
        """Until the bell rings, or `seconds` have passed."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=seconds)
        finally:
            self._waiting.discard(future)


class UpdateQueue:
    """Updates in the order they came, by id; what is acknowledged or too old is gone."""

    def __init__(self, now: Callable[[], datetime], first_id: int) -> None:
        self._now = now
        self._next = first_id
        self._pending: dict[int, Update] = {}
        self._again: list[Update] = []
        self.bell = Bell()
        self.on_add: Callable[[Update], None] | None = None

    def add(self, kind: str, lane: str, content: dict[str, Any]) -> int:
        """Queue `{kind: content}`; the update id it got."""
        update_id = self._next
        return self._put(update_id, kind, lane, {"update_id": update_id, kind: content})

    def add_raw(self, update: dict[str, Any]) -> int:
        """Queue `update` as it is, however malformed; its own `update_id` is used where it has a plausible one."""
        own = update.get("update_id")
        plausible = isinstance(own, int) and not isinstance(own, bool) and 0 < own <= LARGEST_ID
        update_id = own if plausible and own is not None else self._next
        body = update if "update_id" in update else {"update_id": update_id, **update}
        return self._put(update_id, *_place(update), body)

    def _put(self, update_id: int, kind: str, lane: str, body: dict[str, Any]) -> int:
        life = TAP_LIVES if kind == "callback_query" else MESSAGE_LIVES
        text = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
        update = self._pending[update_id] = Update(update_id, kind, lane, text, self._now() + life)
        self._next = max(self._next, update_id + 1)
        if self.on_add:
            self.on_add(update)
        self.bell.ring()
        return update_id

    def __len__(self) -> int:
        self._bury()
        return len(self._pending)

    def live(self) -> list[Update]:
        """What waits for delivery, oldest first."""
        self._bury()
        return list(self._pending.values())

    def holds(self, update: Update) -> bool:
        """Whether `update` still waits and still lives."""
        return self._pending.get(update.id) is update and update.dies > self._now()

    def take(self, offset: int, limit: int) -> list[Update]:
        """Up to `limit` updates from `offset` on, as getUpdates gives them.

        What lies below a positive offset is acknowledged and forgotten; a negative one counts from the end of the
        queue and forgets everything before it.
        """
        waiting = self.live()
        if offset < 0:
            offset = waiting[offset:][0].id if waiting else 0
        self.discard(update.id for update in waiting if update.id < offset)
        repeated, self._again = self._again, []
        return (repeated + [update for update in waiting if update.id >= offset])[:limit]

    def repeat(self, update: Update) -> None:
        """Deliver `update` once more with the next batch, acknowledged or not: a fault."""
        self._again.append(update)

    def spoil(self, update_id: int) -> None:
        """Let the update be unreadable from now on: a fault."""
        self._pending[update_id] = self._pending[update_id].spoilt()

    def discard(self, ids: Iterable[int]) -> None:
        """Forget the updates with these ids: they are delivered, or nobody wants them."""
        for update_id in list(ids):
            self._pending.pop(update_id, None)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()
        self._again.clear()

    def _bury(self) -> None:
        now = self._now()
        self.discard([update.id for update in self._pending.values() if update.dies <= now])


def _place(update: dict[str, Any]) -> tuple[str, str]:
    """The kind and lane of an update of unknown shape: those it would have, as far as it can be made out."""
    kind = next((key for key, value in update.items() if isinstance(value, dict)), "raw")
    content = update.get(kind)
    owner = content.get("from" if kind == "callback_query" else "chat") if isinstance(content, dict) else None
    number = owner.get("id") if isinstance(owner, dict) else None
    if isinstance(number, int):
        return kind, f"person:{number}" if kind == "callback_query" else f"chat:{number}"
    return kind, "raw"
