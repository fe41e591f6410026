"""People who refer and answer as people do: one thing at a time, and once more when nothing seems to happen."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from itertools import islice

from bot import buttons as b
from tests.faults.ledger import Intention, Ledger
from tests.faults.phones import Json, Key, Phones, keys

PATIENCE_SECONDS = 1.0
LONGEST_PATIENCE_SECONDS = 6.0
"""It grows while nothing happens: on a slow machine, too, the bot must be able to catch up."""
THINKING = (0.02, 0.3)
IDLE_SECONDS = 0.7
AT_LEISURE = (0.1, 1.0)
LOOKED_BACK = 60
FLOW = (b.OfDraft, b.NotProtected)
ONWARDS: tuple[type[b.Button], ...] = (
    *(b.GiveConsent, b.WishesDone, b.NotProtected, b.PickPartner, b.PickHandover, b.PickHour, b.PickEarlier),
)


class Player:
    """Somebody with a phone."""

    def __init__(self, user: int, phones: Phones, ledger: Ledger, chance: random.Random) -> None:
        self.user = user
        self.phones = phones
        self.ledger = ledger
        self.chance = chance
        self._patience = PATIENCE_SECONDS

    async def think(self, least: float, most: float) -> None:
        """Do nothing for a while."""
        await asyncio.sleep(self.chance.uniform(least, most))

    async def tap(self, key: Key, tries: int = 1) -> bool:
        """Tap, and tap again when nothing changed; whether the message changed in the end."""
        before = self.phones.chat(self.user).get(key.message_id)
        for _ in range(tries):
            await self.phones.tap(self.user, key)
            if await self._changed_from(key.message_id, before):
                self._patience = PATIENCE_SECONDS
                return True
            self._patience = min(self._patience * 1.5, LONGEST_PATIENCE_SECONDS)
        return False

    async def _changed_from(self, message_id: int, before: Json | None) -> bool:
        end = asyncio.get_running_loop().time() + self._patience
        while self.phones.chat(self.user).get(message_id) == before:
            left = end - asyncio.get_running_loop().time()
            if left <= 0 or not await self.phones.changed(self.user, left):
                return False
        return True

    def cards(self, kinds: tuple[type[b.Button], ...], above: int = 0) -> Iterator[list[Key]]:
        """The keys of each message later than `above` that has a button of one of `kinds`, newest first."""
        newest = islice(reversed(self.phones.chat(self.user).items()), LOOKED_BACK)
        found = (keys(message, self.user) for number, message in newest if number > above)
        return (card for card in found if any(isinstance(key.button, kinds) for key in card))


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
        send = _first(card, b.Send)
        if send and isinstance(send.button, b.Send):
            intention.sent.add(send.button.draft)
            await self.tap(send)
            now = keys(self.phones.chat(self.user)[send.message_id], self.user)
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
        if (same := _first(card, b.LinkEarlier)) and self.chance.random() < 0.1:
            return same
        if days := [key for key in card if isinstance(key.button, b.PickDay)]:
            return days[-1]
        for kind in ONWARDS:
            if several := [key for key in card if isinstance(key.button, kind)]:
                return self.chance.choice(several)
        raise AssertionError(f"no way on from {card}")

    async def _tidy_up(self) -> None:
        """Say about one of the referrals that its code is recorded."""
        if self.chance.random() < 0.5 and (card := next(self.cards((b.Recorded,)), None)):
            key = _first(card, b.Recorded)
            assert key
            await self.tap(key, 3)


class Koordinator(Player):
    """Takes in whoever comes, until `home` is set. `taken` is what the koordinators have told each other is done."""

    def __init__(self, user: int, phones: Phones, ledger: Ledger, chance: random.Random, taken: set[int]) -> None:
        super().__init__(user, phones, ledger, chance)
        self._taken = taken

    async def play(self, home: asyncio.Event) -> None:
        """Answer."""
        while not home.is_set():
            await self.think(*THINKING)
            card = self._card_to_answer()
            if card:
                await self._answer(card)
            elif not await self.phones.changed(self.user, IDLE_SECONDS):
                await self._look_into_inbox()

    def _card_to_answer(self) -> list[Key] | None:
        cards = self.cards((b.Accept, b.Ask, b.Step))
        late = self.chance.random() < 0.05  # somebody has not heard that it is done
        waiting = (card for card in cards if _may_answer(card) and (late or not self._is_taken(card)))
        return self.chance.choice(list(islice(waiting, 3)) or [None])

    def _is_taken(self, card: Sequence[Key]) -> bool:
        return any(isinstance(key.button, b.AboutReferral) and key.button.referral in self._taken for key in card)

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
            now = keys(self.phones.chat(self.user)[key.message_id], self.user)
            if not _may_answer(now):
                self._taken.add(key.button.referral)

    async def _look_into_inbox(self) -> None:
        asked_at = await self.phones.write(self.user, "/inkorg")
        while not (lists := next(self.cards((b.ShowMenu,), asked_at), [])):
            if not await self.phones.changed(self.user, self._patience):
                return
        waiting = [key for key in lists if isinstance(key.button, b.ShowReferral) and key.words.startswith("●")]
        if waiting:
            await self.tap(self.chance.choice(waiting), 2)


def _note(choice: b.Button, intention: Intention) -> None:
    """Remember what was chosen for the person."""
    if isinstance(choice, b.PickPartner):
        intention.handover, intention.wishes = "", set()
    elif isinstance(choice, b.PickHandover):
        intention.handover = choice.way
    elif isinstance(choice, b.SetWish):
        intention.wishes.add(choice.wish)


def _may_answer(card: Sequence[Key]) -> bool:
    return any(
        isinstance(key.button, b.Accept) or (isinstance(key.button, b.Ask) and key.button.happening == "accepted")
        for key in card
    )


def _first(card: Sequence[Key], kind: type[b.Button]) -> Key | None:
    return next((key for key in card if isinstance(key.button, kind)), None)
