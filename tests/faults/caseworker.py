"""A caseworker: refers one person after another, and notes what was heard of them."""

import asyncio
from collections.abc import Sequence

from bot import buttons as b
from tests.faults.ledger import Intention
from tests.faults.person import Player, first
from tests.faults.phones import Key

THINKING = (0.02, 0.3)
AT_LEISURE = (0.1, 1.0)
FLOW = (b.OfDraft, b.NotProtected)
ONWARDS: tuple[type[b.Button], ...] = (
    *(b.GiveConsent, b.WishesDone, b.NotProtected, b.PickPartner, b.PickHandover, b.PickHour, b.PickEarlier),
)


class Caseworker(Player):
    """Refers one person after another until `enough` is set, and finishes what was begun."""

    async def play(self, enough: asyncio.Event) -> None:
        """Refer."""
        await self.think(0, AT_LEISURE[1])
        while not enough.is_set():
            await self._refer(Intention(self.user))
            await self._tidy_up()
            await self.think(*AT_LEISURE)

    async def _refer(self, intention: Intention) -> None:
        self.ledger.intentions.append(intention)
        begun_at = await self.phones.write(self.user, "/hanvisa")
        while not intention.finished:
            card = next(self.cards(FLOW, begun_at), None)
            if card is None:
                if not await self.phones.changed(self.user, self._patience):
                    await self.phones.write(self.user, "/hanvisa")
                continue
            await self.think(*THINKING)
            await self._go_on(card, intention)

    async def _go_on(self, card: Sequence[Key], intention: Intention) -> None:
        send = first(card, b.Send)
        if send and isinstance(send.button, b.Send):
            intention.sent.add(send.button.draft)
            await self.tap(send)
            now = self.shown(send.message_id)
            intention.finished = not any(isinstance(key.button, FLOW) for key in now)
            return  # if not, the same card is looked at again
        key = self._choose(card)
        _note(key.button, intention)
        if not await self.tap(key, self.chance.choice((1, 2, 2, 3))):
            await self.phones.write(self.user, "/hanvisa")

    def _choose(self, card: Sequence[Key]) -> Key:
        wish = [key for key in card if isinstance(key.button, b.SetWish) and key.button.on]
        if wish and self.chance.random() < 0.4:
            return self.chance.choice(wish)
        if (same := first(card, b.LinkEarlier)) and self.chance.random() < 0.1:
            return same
        if days := [key for key in card if isinstance(key.button, b.PickDay)]:
            return days[-1]
        for kind in ONWARDS:
            if several := [key for key in card if isinstance(key.button, kind)]:
                return self.chance.choice(several)
        raise AssertionError(f"no way on from {card}")

    async def _tidy_up(self) -> None:
        """Say about one of the referrals that its code is recorded; or note something."""
        luck = self.chance.random()
        kind: type[b.Button] = b.Recorded if luck < 0.5 else b.ShowNotes
        card = next(self.cards((kind,)), None) if luck < 0.8 else None
        key = first(card, kind) if card else None
        if key and kind is b.ShowNotes:
            await self.note(key)
        elif key:
            await self.tap(key, 3)
        elif luck > 0.9:
            await self._look_for_whom_to_note()

    async def _look_for_whom_to_note(self) -> None:
        asked_at = await self.phones.write(self.user, "/anteckning")
        while not (lists := next(self.cards((b.ShowNotes,), asked_at), [])):
            if not await self.phones.changed(self.user, self._patience):
                return
        await self.note(self.chance.choice([key for key in lists if isinstance(key.button, b.ShowNotes)]))


def _note(choice: b.Button, intention: Intention) -> None:
    """Remember what was chosen for the person."""
    if isinstance(choice, b.PickPartner):
        intention.handover, intention.wishes = "", set()
    elif isinstance(choice, b.PickHandover):
        intention.handover = choice.way
    elif isinstance(choice, b.SetWish):
        intention.wishes.add(choice.wish)
