"""The poller: fetches updates, and acknowledges them when they are committed."""

import asyncio
import json
import re
from typing import Any

import structlog
from telegram.error import NetworkError

from bot.chat.desk import Desk
from bot.errors import StorageDown
from bot.telegram_http import TelegramHttp, result_of

log = structlog.get_logger()
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
WAIT_SECONDS, MARGIN_SECONDS = 10, 5
"""How long Telegram keeps a poll, and how much later its answer may come. When a connection dies without a word, that
is how long it takes to notice."""
PROBE_SECONDS = 5
"""How long the answer to a poll may take once one has failed; Telegram does not keep it then."""
FIRST, MOST = 8, 100
"""How many updates a batch holds: few at first, then twice as many each time. A batch is acknowledged as a whole; were
the first one large, a process that keeps dying would begin it again and again and never come to its end."""
PAUSES = (0.2, 0.5, 1, 2, 5)
LONGEST_SILENCE = 3600.0
LARGEST_NUMBER = 2**52
OK, UNAUTHORIZED, CONFLICT, TOO_MANY = 200, 401, 409, 429
NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})(?!\d)')


class TokenRefused(Exception):
    """Telegram does not know the token."""


class Poller:
    """Asks Telegram for updates, in growing batches of up to 100; the offset moves when a batch is committed."""

    def __init__(self, http: TelegramHttp, bot_url: str, desk: Desk) -> None:
        self._http = http
        self._url = f"{bot_url}/getUpdates"
        self._desk = desk
        self._offset = 0
        self._limit = FIRST
        self._failures = 0
        self._silence = 0.0
        """How many seconds Telegram asked to be left alone."""
        self._served: set[int] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set.

        Raises:
            TokenRefused: there is no bot with that token.
        """
        while not stop.is_set():
            fetch = asyncio.create_task(self._fetch())
            ended = asyncio.create_task(stop.wait())
            await asyncio.wait({fetch, ended}, return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            if not fetch.done():
                fetch.cancel()
                return
            await self._take(fetch.result(), stop)
        await self._acknowledge()

    async def _take(self, updates: list[Any] | None, stop: asyncio.Event) -> None:
        handled = updates is not None and await self._handle(updates)
        if handled:
            self._failures = 0
            return
        pause = max(PAUSES[min(self._failures, len(PAUSES) - 1)], self._silence)
        self._failures += 1
        self._silence = 0.0
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            return

    async def _fetch(self) -> list[Any] | None:
        wait, margin = (0, PROBE_SECONDS) if self._failures else (WAIT_SECONDS, MARGIN_SECONDS)
        body = {"offset": self._offset, "timeout": wait, "limit": self._limit, "allowed_updates": ALLOWED}
        try:
            status, payload = await self._http.call(self._url, body, wait + margin)
        except NetworkError as broken:
            log.warning("telegram away", error=type(broken).__name__)
            return None
        if status == UNAUTHORIZED:
            raise TokenRefused("Telegram does not know this TELEGRAM_TOKEN")
        if status != OK:
            self._note_refusal(status, payload)
            return None
        try:
            updates = result_of(payload)
        except (ValueError, KeyError, TypeError, RecursionError) as unreadable:
            return await self._set_apart(payload, unreadable)
        if not isinstance(updates, list):
            log.warning("no answer of telegram's", error=type(updates).__name__)
            return None
        if not updates:
            # All below the offset is confirmed. After a week of silence the next number is drawn at random, and may be
            # lower (Bot API, Update): from now on whatever Telegram holds is wanted.
            self._offset = 0
        return updates

    def _note_refusal(self, status: int, payload: bytes) -> None:
        """Say why there are no updates: `call` lets through what Telegram itself answered."""
        refusal = json.loads(payload)
        said = refusal.get("description")
        if status == CONFLICT:
            # Another process of this bot, or a webhook. It ends one day, and until then each would take from the other.
            log.error("somebody else takes the updates", said=said)
            return
        if status == TOO_MANY:
            asked = (refusal.get("parameters") or {}).get("retry_after", 0)
            self._silence = min(float(asked), LONGEST_SILENCE)
        log.warning("telegram refuses to give updates", status=status, said=said)

    async def _set_apart(self, payload: bytes, unreadable: Exception) -> list[Any] | None:
        """Find the one update that makes a whole batch unreadable, and step over it; the rest is served.

        Half an answer is none of these, and neither is somebody else's page: those are asked for again.
        """
        log.warning("no answer of telegram's", error=type(unreadable).__name__)
        if not (payload.startswith(b'{"ok":true') and payload.rstrip().endswith(b"]}")):
            return None
        if self._limit > 1:
            self._limit = 1
            return None
        found = NUMBER.search(payload)
        if not (found or self._offset):
            return None
        number = int(found[1]) if found else self._offset
        try:
            await self._desk.quarantine({"update_id": number}, unreadable)
        except StorageDown as down:
            log.error("storage down, the update will come again", error=str(down))  # noqa: TRY400
            return None
        self._offset = max(self._offset, number + 1)
        return []

    async def _handle(self, updates: list[Any]) -> bool:
        """Hand a batch to the desk, all lanes at once; what it has served already is not handed over again.

        Returns:
            Whether it is acknowledged: not where the storage was down for any of it, or nothing in it has a number.
        """
        waiting = [raw for raw in updates if _number(raw) not in self._served]
        results = await asyncio.gather(*(self._desk.handle(raw) for raw in waiting), return_exceptions=True)
        outcomes = list(zip(map(_number, waiting), results, strict=True))
        for _, result in outcomes:
            if isinstance(result, BaseException) and not isinstance(result, StorageDown):
                raise result
        if down := next((result for _, result in outcomes if isinstance(result, StorageDown)), None):
            log.error("storage down, the updates will come again", error=str(down))
            self._served |= {number for number, result in outcomes if number is not None and result is None}
            self._limit = FIRST
            return False
        numbers = [number for raw in updates if (number := _number(raw)) is not None]
        self._offset = max([self._offset, *(number + 1 for number in numbers)])
        self._served.clear()
        self._limit = min(self._limit * 2, MOST)
        return not updates or bool(numbers)

    async def _acknowledge(self) -> None:
        """Tell Telegram, on the way out, what is done."""
        try:
            await self._http.call(self._url, {"offset": self._offset, "timeout": 0, "limit": 1}, 3)
        except NetworkError as broken:
            log.info("last acknowledgement not sent", error=type(broken).__name__)


def _number(raw: object) -> int | None:
    """Return an update's number; None where it has none that Telegram would give: it would move past everything."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and 0 < number < LARGEST_NUMBER else None
