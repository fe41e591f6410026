"""Who plays what: on a phone, and in the room."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.cast import MAJ, SIRI, YLVA
from bot.demo.cast import Player as Person
from models import Role
from tests.faults.caseworker import Caseworker
from tests.faults.koordinator import Koordinator
from tests.faults.ledger import Ledger
from tests.faults.phones import Phones
from tests.faults.reporter import Judge, Reporter
from tests.faults.visitor import Guest
from tests.faults.writer import Writer

GUESTS: dict[Person, type[Guest]] = {YLVA: Writer, SIRI: Reporter, MAJ: Judge}
"""Who is in the room besides the chat."""
Play = Coroutine[Any, Any, None]


@dataclass(frozen=True)
class Stage:
    """Where they play, and until when: those who begin things until `enough`, those who answer until `home`."""

    phones: Phones
    ledger: Ledger
    room_url: str
    now: Callable[[], datetime]
    seed: str
    enough: asyncio.Event
    home: asyncio.Event

    def beginners(self, people: Sequence[Person]) -> Iterator[Play]:
        """The plays of those who begin things."""
        for person in people:
            if person.role is Role.CASEWORKER:
                yield Caseworker(person.telegram_id, self.phones, self.ledger, self._chance(person)).play(self.enough)
            if kind := GUESTS.get(person):
                chance = random.Random(f"{self.seed} {person.telegram_id} room")
                yield kind(person, self.room_url, self.ledger, chance, self.now).play(self.enough)

    def answerers(self, people: Sequence[Person]) -> Iterator[Play]:
        """The plays of those who answer them."""
        taken: set[int] = set()
        for person in people:
            if person.role is Role.KOORDINATOR:
                chance = self._chance(person)
                plays = Koordinator(person.telegram_id, self.phones, self.ledger, chance, taken, self.enough)
                yield plays.play(self.home)

    def _chance(self, person: Person) -> random.Random:
        return random.Random(f"{self.seed} {person.telegram_id}")


__all__ = ["GUESTS", "Caseworker", "Koordinator", "Stage"]
