"""A koordinator: takes in whoever comes, notes how it goes, and says when it is over."""

import asyncio
import random
from collections.abc import Sequence
from itertools import islice

from bot import buttons as b
from tests.faults.ledger import Ledger
from tests.faults.person import Player, first
from tests.faults.phones import Key, Phones

THINKING = (0.02, 0.3)
IDLE_SECONDS = 0.7
AT_LEISURE = 0.35
LATE = 0.05
LOGS, ENDS = 0.2, 0.5
LOGGING: tuple[type[b.Button], ...] = (b.ShowLog, b.PickHeld, b.PickHeldDay, b.LogActivity, b.AskCount, b.SetCount)
LEFT_OF = 9
"""One referral of so many waits for its answer until the others are done, so that the partner is reminded of it."""


class Koordinator(Player):
    """Takes in whoever comes, until `home` is set. `taken` is what the koordinators have told each other is done."""

    def __init__(
        self,
        user: int,
        phones: Phones,
        ledger: Ledger,
        chance: random.Random,
        taken: set[int],
        enough: asyncio.Event | None = None,
    ) -> None:
        super().__init__(user, phones, ledger, chance)
        self._taken = taken
        self._enough = enough
        self._has_logged = False

    async def play(self, home: asyncio.Event) -> None:
        """Answer, and go on with whom one has."""
        while not home.is_set():
            await self.think(*THINKING)
            card = self._card_to_answer() if self._has_logged else None
            if not self._has_logged:
                self._has_logged = await self._log()
            elif card:
                await self._answer(card)
            elif self.chance.random() < AT_LEISURE:
                await self._go_on()
            elif not await self.phones.changed(self.user, IDLE_SECONDS):
                await self._look_into_inbox()

    async def _go_on(self) -> None:
        """Note how it goes with somebody, say that it is over, or log what was held."""
        luck = self.chance.random()
        if luck < LOGS:
            await self._log()
        elif card := next(self.cards((b.ShowNotes,)), None):
            ends = {key.button.happening: key for key in card if isinstance(key.button, b.Ask)}
            over = ends.get(self.chance.choice(("completed", "completed", "failed")))
            key = first(card, b.ShowNotes)
            if over and luck < ENDS:
                await self._end(over)
            elif key:
                await self.note(key)

    async def _end(self, key: Key) -> None:
        """Say that it is over, and that it is meant."""
        if await self.tap(key, 2) and (meant := first(self.shown(key.message_id), b.Step)):
            await self.tap(meant, 2)

    async def _log(self) -> bool:
        """`/aktivitet`: what was held, and how many came; whether it came to the last question."""
        asked_at = await self.phones.write(self.user, "/aktivitet")
        while not (card := next(self.cards((b.ShowLog, b.PickHeld), asked_at), [])):
            if not await self.phones.changed(self.user, self._patience):
                return False
        at = card[0].message_id
        several: Sequence[Key] = ()
        for kind in LOGGING:
            several = [key for key in self.shown(at) if isinstance(key.button, kind)]
            if several:
                await self.tap(self.chance.choice(several), self.chance.choice((1, 2, 3)))
        return bool(several)

    def _card_to_answer(self) -> list[Key] | None:
        cards = self.cards((b.Accept, b.Ask, b.Step))
        late = self.chance.random() < LATE  # somebody has not heard that it is done
        waiting = (card for card in cards if _may_answer(card) and (late or not self._is_taken(card)))
        return self.chance.choice(list(islice(waiting, 3)) or [None])

    def _is_taken(self, card: Sequence[Key]) -> bool:
        about = {key.button.referral for key in card if isinstance(key.button, b.AboutReferral)}
        return any(number in self._taken or self._is_left(number) for number in about)

    def _is_left(self, referral: int) -> bool:
        return self._enough is not None and not self._enough.is_set() and referral % LEFT_OF == 0

    async def _answer(self, card: Sequence[Key]) -> None:
        days = [key for key in card if isinstance(key.button, b.Accept)]
        if days:
            await self._accept(self.chance.choice(days))
            return
        steps = {key.button.happening: key for key in card if isinstance(key.button, b.Ask | b.Step)}
        luck = self.chance.random()
        wanted = "seen" if luck < 0.4 else "call_asked" if luck < 0.5 else "waiting_list" if luck < 0.6 else "accepted"
        await self.tap(steps.get(wanted, steps["accepted"]), 2)

    async def _accept(self, key: Key) -> None:
        """Tap the day; where the card shows then that it is taken care of, say so to the others."""
        assert isinstance(key.button, b.Accept)
        if await self.tap(key, 3):
            now = self.shown(key.message_id)
            if now and not _may_answer(now):
                self._taken.add(key.button.referral)

    async def _look_into_inbox(self) -> None:
        asked_at = await self.phones.write(self.user, "/inkorg")
        while not (lists := next(self.cards((b.ShowMenu,), asked_at), [])):
            if not await self.phones.changed(self.user, self._patience):
                return
        waiting = [key for key in lists if isinstance(key.button, b.ShowReferral) and key.words.startswith("●")]
        if waiting:
            await self.tap(self.chance.choice(waiting), 2)


def _may_answer(card: Sequence[Key]) -> bool:
    return any(
        isinstance(key.button, b.Accept) or (isinstance(key.button, b.Ask) and key.button.happening == "accepted")
        for key in card
    )
