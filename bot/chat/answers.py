"""Answers: what is said to the person in front of us, after the commit, one person's in order."""

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Collection
from enum import StrEnum

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot import outbox
from bot.cards import shown
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.chat.answer import Answer
from bot.chat.incoming import Incoming, Kind
from bot.chat.owed_answers import OwedAnswers, Unsaid
from bot.clock import Clock
from bot.errors import StorageDown
from bot.failpoints import failpoint
from bot.logs import without_words
from bot.store import Store
from bot.telegram_http import seconds_of
from bot.voice import Deletion, Voice
from bot.watch.watch import Watch
from messages import views
from models import AlarmKind

log = structlog.get_logger()
PAUSES = (0.5, 2.0, 0.0)
"""Seconds after each try; when the last one fails, the card is owed."""
LONGEST_SILENCE = 30.0
"""Who would have to wait longer for an answer is owed it: rows outlive the process."""
TO_STRANGERS = 3
"""How many answers to strangers are under way at once; the other connections are members'."""
Keep = Callable[[int, int, Collection[str]], Awaitable[None]]
"""Remembers that to this member a message shows these codes."""


class Outcome(StrEnum):
    SAID = "said"
    UNSAID = "unsaid"
    """Telegram was away, or asked for silence."""
    LET_GO = "let go"
    """Telegram will never take it."""


class Answers:
    """Says answers, each in a task of its own. What Telegram is away for is owed, and the delivery says it later."""

    def __init__(self, voice: Voice, keep: Keep, store: Store, clock: Clock, watch: Watch | None = None) -> None:
        self._watch = watch or Watch(clock)
        self._voice = voice
        self._keep = keep
        self._store = store
        self._clock = clock
        self._owed = OwedAnswers(store, clock)
        self._last: dict[int, asyncio.Task[None]] = {}
        self._under_way: dict[asyncio.Task[None], Unsaid] = {}
        self._newest: dict[tuple[int, int], int] = {}
        """The update whose card a message is to show, by person and message: an older one's need not be shown."""
        self._to_strangers = asyncio.Semaphore(TO_STRANGERS)

    def later(self, incoming: Incoming, answer: Answer) -> None:
        """Answer `incoming`, after the person's earlier answers."""
        person = incoming.telegram_id or incoming.chat_id
        if place := answer.takes_place_of(incoming):
            self._newest[place] = incoming.update_id
        task = asyncio.create_task(self._answer(incoming, answer, self._last.get(person)))
        self._last[person] = task
        self._under_way[task] = (incoming, answer)
        task.add_done_callback(lambda done: self._forget(person, done))

    async def drain(self, seconds: float | None = None) -> None:
        """Wait, at most for `seconds`, until every answer under way has been said."""
        async with asyncio.timeout(seconds):
            while self._last:
                await asyncio.wait(list(self._last.values()))

    async def end(self, seconds: float) -> None:
        """Wait, at most for `seconds`, for the answers under way, and owe those that are still unsaid then."""
        with contextlib.suppress(TimeoutError):
            await self.drain(seconds)
        unsaid = dict(self._under_way)
        for task in unsaid:
            task.cancel()
        await asyncio.gather(*unsaid, return_exceptions=True)
        if not unsaid:
            return
        try:
            await self._owed.owe_now(list(unsaid.values()))
        except StorageDown as down:
            log.error("answers lost, the storage is down", answers=len(unsaid), error=str(down))  # noqa: TRY400

    def _forget(self, person: int, done: asyncio.Task[None]) -> None:
        del self._under_way[done]
        if self._last.get(person) is done:
            del self._last[person]

    async def _answer(self, incoming: Incoming, answer: Answer, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        failpoint("before-answer")
        async with self._to_strangers if answer.stranger else contextlib.nullcontext():
            outcome = await self._try(incoming, answer)
        if (place := answer.takes_place_of(incoming)) and self._newest.get(place) == incoming.update_id:
            del self._newest[place]
        if outcome is Outcome.UNSAID:
            await self._owed.owe(incoming, answer)
        elif outcome is Outcome.SAID and answer.card and answer.member_id is not None:
            await self._owed.settle_older(answer.member_id)

    async def _try(self, incoming: Incoming, answer: Answer) -> Outcome:
        for pause in PAUSES:
            if self._voice.silence.left() > LONGEST_SILENCE:
                return Outcome.UNSAID
            if wait := self._voice.silence.place():
                await asyncio.sleep(wait)
            try:
                await self._say(incoming, answer)
            except RetryAfter as slower:
                await self._be_silent(seconds_of(slower))
            except Forbidden:
                await self._close_chat(answer)
                return Outcome.LET_GO
            except (BadRequest, ChatMigrated) as refused:
                log.error("answer refused", said=refused.message)  # noqa: TRY400
                return Outcome.LET_GO
            except TelegramError as broken:
                # It may have been said all the same; a card too many is better than none.
                log.warning("answer not said", error=type(broken).__name__)
                await asyncio.sleep(pause)
            except Exception as bug:  # noqa: BLE001 - its text cannot be made; what was asked for is done
                reference = report(bug, incoming)
                self._watch.saw(AlarmKind.BUG, reference)
                await self._say_it_is_done(incoming, answer, reference)
                return Outcome.LET_GO
            else:
                return Outcome.SAID
        return Outcome.UNSAID

    async def _be_silent(self, seconds: float) -> None:
        """Telegram asked for it: nobody speaks meanwhile, in any process."""
        log.warning("telegram asks for silence", seconds=seconds)
        self._voice.silence.keep(seconds)
        try:
            await self._store.run(lambda session: outbox.pause_all(session, seconds, self._store.now(session)))
        except StorageDown as down:
            log.warning("only this process is silent", error=str(down))

    async def _close_chat(self, answer: Answer) -> None:
        """Whoever blocked the bot, or is no more, is not tried again until they write."""
        member_id = answer.member_id
        if member_id is None:
            return
        try:
            await self._store.run(lambda session: outbox.close_chat(session, member_id, self._clock.now()))
        except StorageDown as down:
            log.warning("closed chat not remembered", error=str(down))

    async def _say_it_is_done(self, incoming: Incoming, answer: Answer, reference: str) -> None:
        card = Card(views.Unshown(reference), MENU)
        try:
            await self._voice.say(card, incoming.chat_id, answer.language)
        except TelegramError as refused:
            log.warning("answer not said", error=type(refused).__name__)

    async def _say(self, incoming: Incoming, answer: Answer) -> None:
        if answer.leave:
            await self._voice.leave(incoming.chat_id)
            return
        place = answer.takes_place_of(incoming)
        if place and self._newest.get(place, incoming.update_id) != incoming.update_id:
            await self._stop_spinner(incoming)  # a later tap has another card for the same message
            return
        await asyncio.gather(self._stop_spinner(incoming), self._say_what_is_to_say(incoming, answer))
        if answer.new_commands:
            await self._offer_commands(incoming, answer)

    async def _offer_commands(self, incoming: Incoming, answer: Answer) -> None:
        try:
            await self._voice.offer_commands(incoming.chat_id, answer.role, answer.language)
        except TelegramError as refused:
            log.warning("commands not offered", error=type(refused).__name__)

    async def _stop_spinner(self, incoming: Incoming) -> None:
        if incoming.query_id is None:
            return
        try:
            await self._voice.answer_tap(incoming.query_id)
        except RetryAfter as slower:
            await self._be_silent(seconds_of(slower))
        except TelegramError as refused:
            log.warning("tap not answered", error=type(refused).__name__)

    async def _say_what_is_to_say(self, incoming: Incoming, answer: Answer) -> None:
        chat_id, language = incoming.chat_id, answer.language
        deleted = False
        if answer.delete and incoming.message_id:
            deleted = await self._voice.delete(chat_id, incoming.message_id) is not Deletion.STANDS
        texts = [Card(view, (*answer.room, *MENU)) for view in answer.texts(deleted=deleted)]
        if answer.card and incoming.kind is Kind.TAP and incoming.message_id and not answer.anew:
            anew = await self._voice.show(answer.card, chat_id, incoming.message_id, language)
            await self._remember(answer, answer.card, anew)
        elif answer.card:
            texts.append(answer.card)  # lowest, where its buttons are at hand
        for card in texts:
            await self._remember(answer, card, await self._voice.say(card, chat_id, language))
        if answer.anew and incoming.message_id:
            await self._put_away(chat_id, incoming.message_id, language)

    async def _put_away(self, chat_id: int, message_id: int, language: str) -> None:
        """Take the message away; one that Telegram lets stand says that it is over."""
        if await self._voice.delete(chat_id, message_id) is Deletion.STANDS:
            await self._voice.show(Card(views.SaidAnew()), chat_id, message_id, language)

    async def _remember(self, answer: Answer, card: Card, message_id: int | None) -> None:
        """Keep which referrals a new message shows. Where the process ends before, a tap on it tells."""
        codes = shown.codes(card)
        if answer.member_id is None or message_id is None or not codes:
            return
        try:
            await self._keep(answer.member_id, message_id, codes)
        except StorageDown as down:
            log.warning("card not remembered", error=str(down))


def report(bug: Exception, incoming: Incoming) -> str:
    """Log `bug` without anybody's words.

    Returns:
        The reference that the person is given too.
    """
    reference = hashlib.blake2b(str(incoming.update_id).encode(), digest_size=4).hexdigest().upper()
    log.error("bug", reference=reference, kind=incoming.kind.value, exception=without_words(bug))
    return reference
