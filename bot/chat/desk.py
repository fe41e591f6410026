"""The desk: an update comes in, takes effect once in one transaction, is acknowledged, and is then answered."""

import hashlib
import json
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import insert
from sqlmodel import Session
from structlog.contextvars import bound_contextvars

from bot import shown_cards
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.chat.answer import Answer
from bot.chat.answers import Answers, report
from bot.chat.counter import Counter
from bot.chat.handled import claim, claim_many
from bot.chat.incoming import Incoming, Kind
from bot.chat.lanes import Lanes
from bot.chat.reading import KNOWN_NAMES, read
from bot.chat.strangers import Strangers
from bot.clock import Clock
from bot.errors import StorageDown
from bot.store import Store
from bot.voice import Voice
from bot.watch.watch import Handling, Watch
from messages import views
from models import AlarmKind, Quarantined

log = structlog.get_logger()


class Desk:
    """Serves updates: one person's in order, people at the same time, up to `in_flight` at once."""

    def __init__(
        self, store: Store, voice: Voice, counter: Counter, clock: Clock, in_flight: int, watch: Watch | None = None
    ) -> None:
        self._watch = watch or Watch(clock)
        self._store = store
        self._voice = voice
        self._counter = counter
        self._clock = clock
        self._lanes = Lanes(self._serve, self._serve_strangers, in_flight)
        self._strangers = Strangers()
        self._answers = Answers(voice, self._keep_shown, store, clock, self._watch)

    async def handle(self, raw: Any) -> None:  # noqa: ANN401 - whatever came over the wire
        """Let `raw`, an update as it came, take effect; its answer follows later.

        When this returns the update is committed, or quarantined, and may be acknowledged.

        Raises:
            StorageDown: nothing was done; let Telegram bring it again.
        """
        with self._watch.update(raw.get("update_id") if isinstance(raw, dict) else None) as handling:
            await self._handle(raw, handling)

    async def _handle(self, raw: Any, handling: Handling) -> None:  # noqa: ANN401
        try:
            incoming = read(raw)
        except Exception as unreadable:  # noqa: BLE001 - half of all mutated updates raise something in the parser
            handling.outcome = "quarantined"
            await self.quarantine(raw, unreadable)
            return
        answer = await self._lanes.serve(incoming)
        handling.outcome = answer.outcome if answer else handling.outcome
        if answer and answer.stranger:
            answer = self._strangers.limited(incoming.telegram_id, answer, self._clock.now())
        if answer:
            self._answers.later(incoming, answer)

    async def _serve(self, group: Sequence[Incoming]) -> Answer | None:
        """Let `group`, one tap or what repeats it, take effect once."""
        now = self._clock.now()
        try:
            with bound_contextvars(update=group[0].update_id):  # a lane serves what many brought
                return await self._store.run(lambda session: self._counter.serve(session, group, now))
        except StorageDown:
            raise
        except Exception as bug:  # noqa: BLE001 - rolled back, told with a reference, and acknowledged
            reference = report(bug, group[0])
            self._watch.saw(AlarmKind.BUG, reference)
            handled = [incoming.update_id for incoming in group]
            await self._store.run(lambda session: claim_many(session, handled, now))
            return _apology(group[0], reference) if group[0].telegram_id else None

    async def _serve_strangers(self, group: Sequence[Incoming]) -> dict[int, Answer | None]:
        """Serve strangers together; where one of them brings a bug to light, each by itself."""
        now = self._clock.now()
        try:
            with bound_contextvars(update=[incoming.update_id for incoming in group]):
                return await self._store.run(lambda session: self._counter.serve_strangers(session, group, now))
        except StorageDown:
            raise
        except Exception as bug:  # noqa: BLE001 - rolled back, and met again by itself
            log.warning("strangers served one by one", error=type(bug).__name__)
            return {place: await self._serve([incoming]) for place, incoming in enumerate(group)}

    async def quarantine(self, raw: Any, unreadable: Exception) -> None:  # noqa: ANN401
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
        self._watch.saw(AlarmKind.QUARANTINED)
        log.warning("update quarantined", shape=row["shape"], error=row["error"])

    async def _keep_shown(self, member_id: int, message_id: int, codes: Collection[str]) -> None:
        now = self._clock.now()
        await self._store.run(lambda session: shown_cards.record(session, member_id, message_id, codes, now))

    async def drain(self, seconds: float | None = None) -> None:
        """Wait, at most for `seconds`, until every answer under way has been said."""
        await self._answers.drain(seconds)

    async def end(self, seconds: float) -> None:
        """The same on the way out: what is unsaid after `seconds` is owed, and is said when Telegram takes it."""
        await self._answers.end(seconds)


def _apology(incoming: Incoming, reference: str) -> Answer:
    """What a bug leaves to say. Words that came along are taken away as ever."""
    language = "sv" if incoming.speaks_swedish else "en"
    wordy = incoming.kind is Kind.WORDS or bool(incoming.words)
    return Answer(Card(views.Bug(reference), MENU), language=language, delete=wordy, outcome="bug")


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
