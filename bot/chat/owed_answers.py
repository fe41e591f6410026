"""Answers that could not be said: their card is owed, and the delivery says it from the rows as they then are."""

import asyncio
import itertools
from collections.abc import Sequence

import structlog
from sqlmodel import Session

from bot import buttons
from bot.actions import cards_again
from bot.cards import shown
from bot.cards.card import Card
from bot.chat.answer import Answer
from bot.chat.incoming import Incoming
from bot.clock import Clock
from bot.errors import StorageDown
from bot.store import Store

log = structlog.get_logger()
STORAGE_PAUSES = (1.0, 2.0, 5.0)
Unsaid = tuple[Incoming, Answer]


class OwedAnswers:
    """Owes each person the card of their last answer, until it is said or a later answer was."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._settled: set[int] = set()
        """Members to whom this process knows no older answer to be owed."""

    async def owe(self, incoming: Incoming, answer: Answer) -> None:
        """Owe the card, however long the storage is down; whoever ends the process meanwhile owes it then."""
        for pause in itertools.chain(STORAGE_PAUSES, itertools.repeat(STORAGE_PAUSES[-1])):
            try:
                await self.owe_now([(incoming, answer)])
            except StorageDown as down:
                log.warning("storage down, an unsaid answer waits", error=str(down))
                await asyncio.sleep(pause)
            else:
                return

    async def owe_now(self, unsaid: Sequence[Unsaid]) -> None:
        """Owe each person the card of the last of their answers in `unsaid`, in one transaction.

        Raises:
            StorageDown: none is owed.
        """
        await self._store.run(lambda session: self._owe_all(session, unsaid))

    def _owe_all(self, session: Session, unsaid: Sequence[Unsaid]) -> None:
        worth = [(incoming, answer) for incoming, answer in unsaid if not answer.stranger and _is_owed(answer)]
        for incoming, answer in {incoming.telegram_id: (incoming, answer) for incoming, answer in worth}.values():
            taps, codes = _about(answer.card)
            occasion = cards_again.occasion(incoming.update_id, refused=answer.refusal is not None)
            member_id = cards_again.owe(session, incoming.telegram_id, taps, codes, occasion, self._clock.now())
            if member_id is not None:
                self._settled.discard(member_id)
                log.warning("an answer is owed", member=member_id)

    async def settle_older(self, member_id: int) -> None:
        """The member has been answered: no older card is to come below. Another process may have owed it before."""
        if member_id in self._settled:
            return
        self._settled.add(member_id)
        try:
            await self._store.run(lambda session: cards_again.answered(session, member_id, self._clock.now()))
        except StorageDown as down:
            self._settled.discard(member_id)
            log.warning("older answers stay owed", error=str(down))


def _is_owed(answer: Answer) -> bool:
    """Whether there is a card or a no to say; why words were taken away, the notice says that takes them away."""
    return answer.card is not None or answer.refusal is not None


def _about(card: Card | None) -> tuple[frozenset[int], frozenset[str]]:
    """The referrals that a card's buttons are about, and the codes it shows; none where it asks about a draft."""
    presses = [press.button for row in card.rows for press in row] if card else []
    if card is None or any(isinstance(button, buttons.OfDraft | buttons.NotProtected) for button in presses):
        return frozenset(), frozenset()
    about = frozenset(button.referral for button in presses if isinstance(button, buttons.AboutReferral))
    return about, shown.codes(card)
