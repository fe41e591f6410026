"""The delivery: what is owed is claimed, said at Telegram's pace, and settled."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session
from structlog.contextvars import bind_contextvars
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot import outbox, shown_cards
from bot.cards import shown
from bot.clock import Clock
from bot.errors import StorageDown
from bot.failpoints import failpoint
from bot.logs import without_words
from bot.outbox import Claimed
from bot.saying import Saying, Unsaid, prepare
from bot.speaking import Speaker
from bot.store import Store
from bot.telegram_http import seconds_of
from bot.turn import House
from bot.voice import Voice
from bot.watch.watch import Watch
from models import AlarmKind, NoticeKind

log = structlog.get_logger()
AWAY_PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds between two notices that are tried while Telegram is away; all others wait untouched until one is said."""
LONGEST_PAUSE_SECONDS = 10
IDLE_SECONDS = 1.0
LAST_NOTICES_SECONDS = 4.0
"""On the way out: for what is being said when the signal comes."""
MARK_PAUSES = (0.2, 0.5, 1, 2, 5)
"""With the ten seconds that each try may wait for a lock, less than the two minutes of the lease."""
NOT_THERE = ("chat not found", "user is deactivated", "bot can't initiate conversation")


class Delivery:
    """One notice worker. Several, in several processes, share the work and the pace through the database."""

    def __init__(
        self,
        store: Store,
        voice: Voice,
        house: House,
        clock: Clock,
        dice: random.Random,
        in_flight: int,
        chat_pause: float,
        watch: Watch | None = None,
    ) -> None:
        self._watch = watch or Watch(clock)
        self._leaving = asyncio.Event()
        self._in_hand: set[int] = set()
        """Notices of this batch that are neither said nor put back yet."""
        self._store = store
        self._voice = voice
        self._house = house
        self._dice = dice
        self._clock = clock
        self._in_flight = in_flight
        self._speaker = Speaker(voice, chat_pause)
        self.step = outbox.STEP
        """The time between two notices, of all processes together; only a bench against its own Telegram hurries."""
        self._failures = 0
        """How many batches in a row Telegram was away for."""
        self._met: list[bool] = []
        """For each try of this batch, whether Telegram was there."""

    async def run(self, stop: asyncio.Event, owed: asyncio.Event) -> None:
        """Deliver until `stop` is set; `owed` wakes it, and so does every second.

        What is being said then has a moment to end; whatever else is in hand is given back, so that nobody has to
        wait for the end of a lease.
        """
        self._leaving = stop
        delivering = asyncio.create_task(self._keep_delivering(stop, owed))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({delivering, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await asyncio.wait({delivering}, timeout=LAST_NOTICES_SECONDS)
        if not delivering.done():
            delivering.cancel()
            await asyncio.wait({delivering})
        await self._give_back()
        if not delivering.cancelled():
            delivering.result()

    async def _give_back(self) -> None:
        """Let others say at once what this process will not."""
        if not (ids := sorted(self._in_hand)):
            return

        def unit(session: Session, now: datetime) -> None:
            for notice_id in ids:
                outbox.put_back(session, notice_id, now)

        log.info("notices given back", notices=len(ids))
        try:
            await self._settle(unit)
        except StorageDown as down:
            log.warning("storage down, notices wait for the end of their lease", error=str(down))

    async def _keep_delivering(self, stop: asyncio.Event, owed: asyncio.Event) -> None:
        while not stop.is_set():
            owed.clear()
            try:
                delivered = await self.deliver_due()
            except StorageDown as down:
                log.error("storage down, notices wait", error=str(down))  # noqa: TRY400
                delivered = 0
            if delivered and self._met and self._failures:
                await _first_of(stop, asyncio.Event(), self._away_pause())
            elif not delivered:
                await _first_of(stop, owed, IDLE_SECONDS)

    async def deliver_due(self) -> int:
        """Claim what is due, up to a batch, and say it; a single one while Telegram is away.

        Returns:
            How many were claimed; call again until it is 0.
        """
        most = 1 if self._failures else self._in_flight
        return await self._deliver_batch(most)

    async def deliver_alarms(self) -> int:
        """Say alarms that are due, and nothing else: for a process that says them only where nobody else would."""
        return await self._deliver_batch(self._in_flight, NoticeKind.ALARM)

    async def _deliver_batch(self, most: int, kind: NoticeKind | None = None) -> int:
        claimed = await self._store.run(
            lambda session: outbox.claim(session, self._store.now(session), most, self.step, kind)
        )
        self._in_hand = {notice.id for notice in claimed}
        self._met.clear()
        results = await asyncio.gather(*(self._deliver(notice) for notice in claimed), return_exceptions=True)
        if self._met:
            self._failures = 0 if any(self._met) else self._failures + 1
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, StorageDown):
                raise result
        if down := next((result for result in results if isinstance(result, StorageDown)), None):
            log.error("storage down, notices wait for the end of their lease", error=str(down))
        return len(claimed)

    async def _deliver(self, claimed: Claimed) -> None:
        bind_contextvars(notice=claimed.id)  # each is delivered in a task, and thus a context, of its own
        if await self._is_time((claimed.send_at - self._clock.now()).total_seconds()) and await self._done(claimed):
            self._in_hand.discard(claimed.id)

    async def _is_time(self, seconds: float) -> bool:
        """Wait so long; whether to go on then, which is not so on the way out."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._leaving.wait()
        return not self._leaving.is_set()

    async def _done(self, claimed: Claimed) -> bool:
        """Say it, or settle that it is not to be said; whether it was come to that before the process is to leave."""
        try:
            saying = await self._store.run(lambda session: self._prepare(session, claimed))
        except StorageDown:
            raise
        except Exception as bug:  # noqa: BLE001 - one notice that cannot be made holds up no other
            await self._drop(claimed, bug)
            return True
        if saying and not await self._is_time(self._speaker.until_place(saying.chat_id)):
            return False
        if saying:
            await self._say(claimed, saying)
        return True

    def _prepare(self, session: Session, claimed: Claimed) -> Saying | None:
        saying = prepare(session, claimed.id, self._house, self._dice, self._clock.now())
        if saying is Unsaid.DROPPED:
            self._watch.counts.notice("dropped")
        return saying if isinstance(saying, Saying) else None

    async def _say(self, claimed: Claimed, saying: Saying) -> None:
        if silence := self._voice.silence.left():
            await self._settle(
                lambda session, now: outbox.put_back(session, claimed.id, now + timedelta(seconds=silence))
            )
            return
        try:
            card = await self._speaker.take_away(saying)
            if card is None:
                await self._settle(lambda session, now: self._gone(session, claimed, saying, now))
                return
            failpoint("before-send")
            message_id = await self._speaker.say(card, saying)
        except RetryAfter as slower:
            await self._pause(claimed, slower)
        except (Forbidden, ChatMigrated):
            await self._hold(claimed, saying)
        except BadRequest as refused:
            await self._refused(claimed, saying, refused)
        except TelegramError as broken:
            log.warning("notice not said, will be tried again", notice=claimed.id, error=type(broken).__name__)
            self._met.append(False)
            self._watch.counts.notice("failed")
            seconds = min(2**claimed.attempts, LONGEST_PAUSE_SECONDS)
            await self._settle(
                lambda session, now: outbox.put_back(session, claimed.id, now + timedelta(seconds=seconds))
            )
        except Exception as bug:  # noqa: BLE001 - its text cannot be made
            await self._drop(claimed, bug)
        else:
            self._met.append(True)
            failpoint("after-send")
            codes = shown.codes(card)
            await self._mark(lambda session, now: self._said(session, claimed, saying, message_id, codes, now))
            self._watch.counts.notice("said")

    def _gone(self, session: Session, claimed: Claimed, saying: Saying, now: datetime) -> None:
        self._settle_dropped(session, claimed.id, "gone", now)
        shown_cards.forget(session, saying.member_id, saying.takes)

    def _said(
        self,
        session: Session,
        claimed: Claimed,
        saying: Saying,
        message_id: int,
        codes: frozenset[str],
        now: datetime,
    ) -> None:
        outbox.settle_sent(session, claimed.id, message_id, now)
        shown_cards.forget(session, saying.member_id, saying.takes)
        shown_cards.record(session, saying.member_id, message_id, codes, now, to_do=saying.to_do)

    async def _drop(self, claimed: Claimed, bug: Exception) -> None:
        reference = f"N{claimed.id}"
        self._watch.saw(AlarmKind.BUG, reference)
        log.error("notice cannot be made", reference=reference, exception=without_words(bug))
        await self._settle(lambda session, now: self._settle_dropped(session, claimed.id, "bug", now))

    def _settle_dropped(self, session: Session, notice_id: int, reason: str, now: datetime) -> None:
        outbox.settle_dropped(session, notice_id, reason, now)
        self._watch.counts.notice("dropped")

    async def _pause(self, claimed: Claimed, slower: RetryAfter) -> None:
        self._met.append(True)
        seconds = seconds_of(slower)
        self._voice.silence.keep(seconds)

        def unit(session: Session, now: datetime) -> None:
            outbox.pause_all(session, seconds, now)
            outbox.put_back(session, claimed.id, now + timedelta(seconds=seconds))

        log.warning("telegram asks for silence", seconds=seconds)
        await self._settle(unit)

    def _away_pause(self) -> float:
        return AWAY_PAUSES[min(self._failures, len(AWAY_PAUSES)) - 1]

    async def _hold(self, claimed: Claimed, saying: Saying) -> None:
        self._met.append(True)
        log.warning("chat closed, what is owed waits", member=saying.member_id)
        await self._settle(lambda session, now: outbox.hold(session, claimed.id, saying.member_id, now))

    async def _refused(self, claimed: Claimed, saying: Saying, refused: TelegramError) -> None:
        if any(words in refused.message.casefold() for words in NOT_THERE):
            await self._hold(claimed, saying)
            return
        self._met.append(True)
        log.error("notice refused", notice=claimed.id, said=refused.message)
        await self._settle(lambda session, now: self._settle_dropped(session, claimed.id, "refused", now))

    async def _mark(self, unit: Callable[[Session, datetime], None]) -> None:
        """Write down what was said as soon as the storage takes it, well within the lease: or it is said again."""
        for pause in MARK_PAUSES:
            try:
                await self._settle(unit)
            except StorageDown as down:
                log.warning("storage down, what was said is not marked yet", error=str(down))
                await asyncio.sleep(pause)
            else:
                return
        await self._settle(unit)

    async def _settle(self, unit: Callable[[Session, datetime], None]) -> None:
        await self._store.run(lambda session: unit(session, self._store.now(session)))


async def _first_of(stop: asyncio.Event, owed: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(owed.wait())]
    with contextlib.suppress(TimeoutError):
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
