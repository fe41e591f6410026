"""The desk: an update comes in, takes effect once in one transaction, is acknowledged, and is then answered."""

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Collection
from itertools import islice
from typing import Any
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import insert
from sqlmodel import Session

from bot import shown_cards
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.chat.answers import Answers, report
from bot.chat.counter import Answer, Counter, claim
from bot.chat.incoming import Incoming, Kind
from bot.chat.reading import KNOWN_NAMES, read
from bot.clock import Clock
from bot.errors import StorageDown
from bot.store import Store
from bot.voice import Voice
from messages import views
from models import Quarantined

log = structlog.get_logger()


class Desk:
    """Serves updates: one person's in order, people at the same time, up to `in_flight` at once."""

    def __init__(self, store: Store, voice: Voice, counter: Counter, clock: Clock, in_flight: int) -> None:
        self._store = store
        self._voice = voice
        self._counter = counter
        self._clock = clock
        self._slots = asyncio.Semaphore(in_flight)
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._answers = Answers(voice, self._keep_shown)
        self.owed = asyncio.Event()
        """Set after each update: somebody may be owed a notice now."""

    async def handle(self, raw: Any) -> None:  # noqa: ANN401 - whatever came over the wire
        """Let `raw`, an update as it came, take effect; its answer follows later.

        When this returns the update is committed, or quarantined, and may be acknowledged.

        Raises:
            StorageDown: nothing was done; let Telegram bring it again.
        """
        try:
            incoming = read(raw, self._voice.bot)
        except Exception as unreadable:  # noqa: BLE001 - half of all mutated updates raise something in the parser
            await self._quarantine(raw, unreadable)
            return
        async with self._lane(incoming.telegram_id or incoming.chat_id), self._slots:
            answer = await self._serve(incoming)
        self.owed.set()
        if answer:
            self._answers.later(incoming, answer)

    @contextlib.asynccontextmanager
    async def _lane(self, person: int) -> AsyncIterator[None]:
        lock = self._lanes.setdefault(person, asyncio.Lock())
        async with lock:
            yield

    async def _serve(self, incoming: Incoming) -> Answer | None:
        now = self._clock.now()
        try:
            return await self._store.run(lambda session: self._counter.serve(session, incoming, now))
        except StorageDown:
            raise
        except Exception as bug:  # noqa: BLE001 - rolled back, told with a reference, and acknowledged
            reference = report(bug, incoming)
            await self._store.run(lambda session: claim(session, incoming.update_id, now))
            return _apology(incoming, reference) if incoming.telegram_id else None

    async def _quarantine(self, raw: Any, unreadable: Exception) -> None:  # noqa: ANN401
        """Keep the shape of what nobody could read, never its body, and go on."""
        number = raw.get("update_id") if isinstance(raw, dict) else None
        known = number if type(number) is int and abs(number) < 2**63 else None
        row = {
            "update_id": known,
            "digest": _digest(raw),
            "shape": shape(raw),
            "error": type(unreadable).__name__,
            "at": self._clock.now(),
        }
        await self._store.run(lambda session: _keep_shape(session, known, row))
        log.warning("update quarantined", shape=row["shape"], error=row["error"])

    async def _keep_shown(self, member_id: int, message_id: int, codes: Collection[str]) -> None:
        now = self._clock.now()
        await self._store.run(lambda session: shown_cards.record(session, member_id, message_id, codes, now))

    async def drain(self, seconds: float | None = None) -> None:
        """Wait, at most for `seconds`, until every answer under way has been said."""
        await self._answers.drain(seconds)


def _apology(incoming: Incoming, reference: str) -> Answer:
    """What a bug leaves to say. Words that came along are taken away as ever."""
    language = "sv" if incoming.speaks_swedish else "en"
    wordy = incoming.kind is Kind.WORDS or bool(incoming.words)
    return Answer(Card(views.Bug(reference), MENU), language=language, delete=wordy)


def _keep_shape(session: Session, update_id: int | None, row: dict[str, Any]) -> None:
    if update_id is None or claim(session, update_id, row["at"]):
        session.execute(insert(Quarantined).values(row))


def shape(value: Any, depth: int = 3) -> str:  # noqa: ANN401
    """The Bot API's keys in `value`, three deep, without anything else of it: `{message:{chat,text,?}}`."""
    if not isinstance(value, dict) or depth == 0:
        return type(value).__name__ if depth == 3 else ""
    inner = (_named(key) + (f":{below}" if (below := shape(value[key], depth - 1)) else "") for key in value)
    return "{" + ",".join(islice(inner, 20)) + "}"


def _named(key: object) -> str:
    return str(key) if key in KNOWN_NAMES else "?"


def _digest(raw: Any) -> str:  # noqa: ANN401
    try:
        text = json.dumps(raw, sort_keys=True, default=str)
    except (ValueError, RecursionError):
        text = shape(raw)
    return hashlib.sha256(text.encode()).hexdigest()
