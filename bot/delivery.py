"""The delivery: what is owed is claimed, said at Telegram's pace, and settled."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

import structlog
from sqlalchemy import select
from sqlmodel import Session, col
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot import clock as clocks
from bot import lookups, notices, outbox, shown_cards, workdays
from bot.cards import shown
from bot.cards.card import Card
from bot.clock import Clock
from bot.errors import Refused, StorageDown
from bot.failpoints import failpoint
from bot.logs import without_words
from bot.outbox import Claimed
from bot.store import Store
from bot.turn import House, Turn
from bot.voice import Deletion, Voice
from messages import views
from models import Member, Note, Notice, NoticeKind, Referral

log = structlog.get_logger()
CHAT_PAUSE_SECONDS = 1.0  # Bot API FAQ: about one message a second to one chat
LONGEST_PAUSE_SECONDS = 300
IDLE_SECONDS = 1.0
REMEMBERED_CHATS = 10_000
ABOUT_THE_REFERRER = frozenset(
    {NoticeKind.REFERRAL_NEWS, NoticeKind.RECORD_QUESTION, NoticeKind.WAITING_LONG, NoticeKind.NO_CONTACT}
)
PERSONAL = frozenset({NoticeKind.REFERRALS_HANDED_OVER, NoticeKind.WORDS_CAME})
"""What a substitute would not understand."""
IN_WORKING_HOURS = frozenset(
    {
        NoticeKind.NUDGE,
        NoticeKind.WAITING_LONG,
        NoticeKind.ESCALATION,
        NoticeKind.NO_CONTACT,
        NoticeKind.ASK_AGAIN,
        NoticeKind.AGREEMENT_REMINDER,
        NoticeKind.DIGEST,
        NoticeKind.WORDS_COUNTED,
        NoticeKind.CONFIRM_DELETION,
        NoticeKind.LOG_REVIEW,
        NoticeKind.ERASURE_AHEAD,
        NoticeKind.UNDERTAKING_ENDS,
        NoticeKind.ACTIVITY_ASKED,
        NoticeKind.STEERING_MEETING,
    }
)
"""What the clock brings is said by day, on working days."""
WITHOUT_A_SOUND = frozenset({NoticeKind.NO_CONTACT, NoticeKind.TO_DO})
EARLIEST = time_of_day(7, 30)
NOT_THERE = ("chat not found", "user is deactivated", "bot can't initiate conversation")


@dataclass(frozen=True)
class Saying:
    """A notice ready to be said, in plain values: first what it takes away goes, then the card comes, if any."""

    card: Card | None
    member_id: int
    chat_id: int
    language: str
    silent: bool
    to_do: bool = False
    takes: tuple[int, ...] = ()
    standing: int | None = None
    """A message that becomes the card, where there is one."""


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
    ) -> None:
        self._store = store
        self._voice = voice
        self._house = house
        self._dice = dice
        self._clock = clock
        self._in_flight = in_flight
        self._chat_pause = chat_pause
        self._last_said: dict[int, float] = {}

    async def run(self, stop: asyncio.Event, owed: asyncio.Event) -> None:
        """Deliver until `stop` is set; `owed` wakes it, and so does every second."""
        while not stop.is_set():
            owed.clear()
            try:
                delivered = await self.deliver_due()
            except StorageDown as down:
                log.error("storage down, notices wait", error=str(down))  # noqa: TRY400
                delivered = 0
            if not delivered:
                await _first_of(stop, owed, IDLE_SECONDS)

    async def deliver_due(self) -> int:
        """Claim what is due, up to a batch, and say it.

        Returns:
            How many were claimed; call again until it is 0.
        """
        claimed = await self._store.run(
            lambda session: outbox.claim(session, self._store.now(session), self._in_flight)
        )
        results = await asyncio.gather(*(self._deliver(notice) for notice in claimed), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, StorageDown):
                raise result
        return len(claimed)

    async def _deliver(self, claimed: Claimed) -> None:
        await asyncio.sleep(max(0.0, (claimed.send_at - self._clock.now()).total_seconds()))
        try:
            saying = await self._store.run(lambda session: self._prepare(session, claimed))
        except StorageDown:
            raise
        except Exception as bug:  # noqa: BLE001 - one notice that cannot be made holds up no other
            await self._drop(claimed, bug)
            return
        if saying:
            await self._wait_for_chat(saying.chat_id)
            await self._say(claimed, saying)

    def _prepare(self, session: Session, claimed: Claimed) -> Saying | None:
        """The card from the rows as they are now, for whoever gets it today; or the notice is dropped."""
        now = self._clock.now()
        notice = session.get_one(Notice, claimed.id)
        member = _stand_in(session, notice, clocks.today(now))
        if member is None:
            outbox.settle_dropped(session, notice.id, "nobody to tell", now)
            return None
        if notice.kind in IN_WORKING_HOURS and not workdays.may_speak(now, EARLIEST):
            outbox.postpone(session, notice.id, workdays.next_morning(now))
            return None
        turn = Turn(session, member, now, self._house, self._dice, f"notice {notice.kind}")
        try:
            card = notices.card_for(turn, notice)
        except Refused:
            card = None
        is_to_do = notice.kind is NoticeKind.TO_DO
        due = shown_cards.due(session, member.id, now) if is_to_do else shown_cards.Due()
        if card is None and not due.messages:
            outbox.settle_dropped(session, notice.id, "nothing to say any more", now)
            return None
        quiet = notice.kind in WITHOUT_A_SOUND or member.is_quiet(clocks.local(now).hour)
        return Saying(card, member.id, member.telegram_id, turn.language, quiet, is_to_do, due.messages, due.standing)

    async def _wait_for_chat(self, chat_id: int) -> None:
        """Take the chat's next place, a pause after the one before: a substitute hears several at once."""
        now = time.monotonic()
        place = max(now, self._last_said.get(chat_id, 0.0) + self._chat_pause)
        if len(self._last_said) > REMEMBERED_CHATS:
            self._last_said.clear()
        self._last_said[chat_id] = place
        await asyncio.sleep(place - now)

    async def _say(self, claimed: Claimed, saying: Saying) -> None:
        try:
            card = await self._after_taking_away(saying)
            if card is None:
                await self._settle(lambda session, now: self._gone(session, claimed, saying, now))
                return
            message_id = await self._send(card, saying)
        except RetryAfter as slower:
            await self._pause(claimed, slower)
        except Forbidden:
            await self._hold(claimed, saying)
        except (BadRequest, ChatMigrated) as refused:
            await self._refused(claimed, saying, refused)
        except TelegramError as broken:
            log.warning("notice not said, will be tried again", notice=claimed.id, error=type(broken).__name__)
            seconds = min(2**claimed.attempts, LONGEST_PAUSE_SECONDS)
            await self._settle(
                lambda session, now: outbox.put_back(session, claimed.id, now + timedelta(seconds=seconds))
            )
        except Exception as bug:  # noqa: BLE001 - its text cannot be made
            await self._drop(claimed, bug)
        else:
            failpoint("after-send")
            codes = shown.codes(card)
            await self._settle(lambda session, now: self._said(session, claimed, saying, message_id, codes, now))

    async def _after_taking_away(self, saying: Saying) -> Card | None:
        """The card, once what it takes away is gone; nothing where that was gone already."""
        await self._voice.delete_all(saying.chat_id, saying.takes)
        card = saying.card
        if card is None or card.takes_away is None:
            return card
        deletion = await self._voice.delete(saying.chat_id, card.takes_away)
        if deletion is Deletion.GONE_BEFORE:
            return None
        assert isinstance(card.view, views.WordsDeleted), "what else takes a message away"
        return replace(card, view=replace(card.view, deleted=deletion is Deletion.GONE_NOW))

    async def _send(self, card: Card, saying: Saying) -> int:
        chat_id, language = saying.chat_id, saying.language
        if saying.standing is None:
            return await self._voice.say(card, chat_id, language, silent=saying.silent)
        anew = await self._voice.show(card, chat_id, saying.standing, language, silent=saying.silent)
        return anew or saying.standing

    def _gone(self, session: Session, claimed: Claimed, saying: Saying, now: datetime) -> None:
        outbox.settle_dropped(session, claimed.id, "gone", now)
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
        log.error("notice cannot be made", notice=claimed.id, exception=without_words(bug))
        await self._settle(lambda session, now: outbox.settle_dropped(session, claimed.id, "bug", now))

    async def _pause(self, claimed: Claimed, slower: RetryAfter) -> None:
        after = slower.retry_after
        seconds = after.total_seconds() if isinstance(after, timedelta) else float(after)

        def unit(session: Session, now: datetime) -> None:
            outbox.pause_all(session, seconds, now)
            outbox.put_back(session, claimed.id, now + timedelta(seconds=seconds))

        log.warning("telegram asks for silence", seconds=seconds)
        await self._settle(unit)

    async def _hold(self, claimed: Claimed, saying: Saying) -> None:
        log.warning("chat closed, what is owed waits", member=saying.member_id)
        await self._settle(lambda session, now: outbox.hold(session, claimed.id, saying.member_id, now))

    async def _refused(self, claimed: Claimed, saying: Saying, refused: TelegramError) -> None:
        if any(words in refused.message.casefold() for words in NOT_THERE):
            await self._hold(claimed, saying)
            return
        log.error("notice refused", notice=claimed.id, said=refused.message)
        await self._settle(lambda session, now: outbox.settle_dropped(session, claimed.id, "refused", now))

    async def _settle(self, unit: Callable[[Session, datetime], None]) -> None:
        await self._store.run(lambda session: unit(session, self._store.now(session)))


def _owner(session: Session, notice: Notice) -> int:
    """Whom it concerns now: a referral may have changed hands since it was owed."""
    if notice.kind in ABOUT_THE_REFERRER:
        return session.get_one(Referral, notice.about_id).referrer_id
    if notice.kind is NoticeKind.ASK_AGAIN and not (note := session.get_one(Note, notice.about_id)).by_partner:
        return session.get_one(Referral, note.referral_id).referrer_id
    return notice.recipient_id


def _stand_in(session: Session, notice: Notice, today: date) -> Member | None:
    """Who gets the notice: its recipient, or the one who stands in; nobody where both are told the same already."""
    member = session.get_one(Member, _owner(session, notice))
    if notice.kind is NoticeKind.TO_DO:
        return member  # what stands in a chat goes, also when its member has left
    if notice.kind in PERSONAL:
        return None if member.ended_at else member
    substitute = session.get_one(Member, lookups.stand_in(session, member.id, today))
    if substitute.id == member.id:
        return None if member.ended_at else member
    if substitute.ended_at or substitute.blocked_at:
        return None if member.ended_at else member
    own_key = notice.key.rpartition(":")[0] + f":{substitute.id}"
    told = session.scalars(select(col(Notice.id)).where(col(Notice.key) == own_key)).first()
    return None if told else substitute


async def _first_of(stop: asyncio.Event, owed: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(owed.wait())]
    with contextlib.suppress(TimeoutError):
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
