"""Somebody with a phone: one thing at a time, and once more when nothing seems to happen."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from itertools import islice

from bot import buttons as b
from tests.faults.ledger import Ledger
from tests.faults.phones import Json, Key, Phones, keys

PATIENCE_SECONDS = 1.0
LONGEST_PATIENCE_SECONDS = 6.0
"""It grows while nothing happens: on a slow machine, too, the bot must be able to catch up."""
LOOKED_BACK = 60
MISTAKEN = 0.25


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
            if not await self.phones.tap(self.user, key):
                return True
            if await self._changed_from(key.message_id, before):
                self._patience = PATIENCE_SECONDS
                self.ledger.anew += key.message_id not in self.phones.chat(self.user)
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

    def shown(self, message_id: int) -> list[Key]:
        """The keys of that message as it is now; none where it is gone."""
        message = self.phones.chat(self.user).get(message_id)
        return keys(message, self.user) if message else []

    async def note(self, key: Key) -> None:
        """Open what can be noted, note something, and now and then take it back."""
        await self.tap(key, 2)
        kinds = [one for one in self.shown(key.message_id) if isinstance(one.button, b.AddNote)]
        if not kinds:
            return
        await self.tap(self.chance.choice(kinds), self.chance.choice((1, 2, 3)))
        undo = first(self.shown(key.message_id), b.StrikeNote)
        if undo and self.chance.random() < MISTAKEN:
            await self.tap(undo, 2)


def first(card: Sequence[Key], kind: type[b.Button]) -> Key | None:
    """The first of the keys that is of that kind."""
    return next((key for key in card if isinstance(key.button, kind)), None)
