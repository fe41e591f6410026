"""Answers: what is said to the person in front of us, after the commit, one person's in order."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection

import structlog
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import guard
from bot.cards import shown
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.chat.counter import Answer
from bot.chat.incoming import Incoming, Kind
from bot.errors import StorageDown
from bot.failpoints import failpoint
from bot.logs import without_words
from bot.voice import Deletion, Voice
from messages import Word, views

log = structlog.get_logger()
PAUSES = (0.5, 2.0, 5.0)
LONGEST_PAUSE = 30.0
Keep = Callable[[int, int, Collection[str]], Awaitable[None]]
"""Remembers that to this member a message shows these codes."""


class Answers:
    """Says answers, each in a task of its own. One that cannot be said is let go: the next tap shows the card."""

    def __init__(self, voice: Voice, keep: Keep) -> None:
        self._voice = voice
        self._keep = keep
        self._last: dict[int, asyncio.Task[None]] = {}

    def later(self, incoming: Incoming, answer: Answer) -> None:
        """Answer `incoming`, after the person's earlier answers."""
        person = incoming.telegram_id or incoming.chat_id
        task = asyncio.create_task(self._answer(incoming, answer, self._last.get(person)))
        self._last[person] = task
        task.add_done_callback(lambda done: self._forget(person, done))

    async def drain(self, seconds: float | None = None) -> None:
        """Wait, at most for `seconds`, until every answer under way has been said."""
        async with asyncio.timeout(seconds):
            while self._last:
                await asyncio.wait(list(self._last.values()))

    def _forget(self, person: int, done: asyncio.Task[None]) -> None:
        if self._last.get(person) is done:
            del self._last[person]

    async def _answer(self, incoming: Incoming, answer: Answer, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        failpoint("before-answer")
        for pause in PAUSES:
            try:
                await self._say(incoming, answer)
            except RetryAfter as slower:
                await asyncio.sleep(min(_seconds(slower), LONGEST_PAUSE))
            except Forbidden:
                return
            except BadRequest as refused:
                log.error("answer refused", said=refused.message)  # noqa: TRY400
                return
            except NetworkError as broken:
                # It may have been said all the same; a card too many is better than none.
                log.warning("answer not said", error=type(broken).__name__)
                await asyncio.sleep(pause)
            except Exception as bug:  # noqa: BLE001 - its text cannot be made; what was asked for is done
                await self._say_it_is_done(incoming, answer, report(bug, incoming))
                return
            else:
                return

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
        except TelegramError as refused:
            log.warning("tap not answered", error=type(refused).__name__)

    async def _say_what_is_to_say(self, incoming: Incoming, answer: Answer) -> None:
        chat_id, language = incoming.chat_id, answer.language
        deleted = False
        if answer.delete and incoming.message_id:
            deleted = await self._voice.delete(chat_id, incoming.message_id) is not Deletion.STANDS
        texts = [Card(view, (*answer.room, *MENU)) for view in _texts(answer, deleted=deleted)]
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


def _texts(answer: Answer, *, deleted: bool) -> list[views.View]:
    """What is said besides a card: a refusal, or why words were taken away."""
    if isinstance(answer.refusal, views.CommandUnread):
        return [views.CommandUnread(answer.refusal.example, deleted)]
    said: list[views.View] = [answer.refusal] if answer.refusal else []
    if not answer.explain:
        return said
    return [*said, views.WordsDeleted(deleted, _kinds(answer.found), room=bool(answer.room))]


def _kinds(found: frozenset[str]) -> tuple[Word, ...]:
    return tuple(Word(f"found.{kind.value}") for kind in guard.Kind if kind.value in found)


def report(bug: Exception, incoming: Incoming) -> str:
    """Log `bug` without anybody's words.

    Returns:
        The reference that the person is given too.
    """
    reference = hashlib.blake2b(str(incoming.update_id).encode(), digest_size=4).hexdigest().upper()
    log.error("bug", reference=reference, kind=incoming.kind.value, exception=without_words(bug))
    return reference


def _seconds(slower: RetryAfter) -> float:
    after = slower.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
