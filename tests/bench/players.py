"""People who play complete referral flows on the fake Telegram: each reads what the bot shows and taps what it finds.

A flow is the shortest way with one wish: a caseworker's command and seven taps, then a koordinator's four (inbox,
referral, *Vi tar emot*, day). The koordinator does not wait for the notice, which comes at Telegram's pace, not ours.
"""

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.bench.board import Person
from tests.bench.fake import FakeTelegram, Shown

WISH = "trädgård"
UPDATES_PER_FLOW = 12
KOORDINATORS_UPDATES = 4


@dataclass
class Game:
    """What all players share: how many flows are still to be begun, and how many are done."""

    telegram: FakeTelegram
    to_begin: int
    rate: float = 0.0
    """How many times a second somebody acts; 0 where each acts as soon as they can."""
    to_finish: int = field(init=False)
    offered: Counter[str] = field(default_factory=Counter)
    """By partner: referrals that no koordinator has begun to answer."""
    koordinators: defaultdict[str, list["Koordinator"]] = field(default_factory=lambda: defaultdict(list))
    taken: set[str] = field(default_factory=set)
    issued: int = 0
    waits: list[float] = field(default_factory=list)
    """For each update that was answered, how many seconds its person waited."""
    ready: deque[Callable[[], None]] = field(default_factory=deque)
    """What people would do now, where they act at a pace."""
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.to_finish = self.to_begin

    def begin(self) -> bool:
        """Whether there is one more flow to begin; if so it is begun."""
        self.to_begin -= 1
        return self.to_begin >= 0

    def finish(self) -> None:
        """A flow is complete."""
        self.to_finish -= 1
        if self.to_finish == 0:
            self.done.set()

    def act(self, deed: Callable[[], None]) -> None:
        """Do it now, or when its turn comes."""
        if self.rate:
            self.ready.append(deed)
        else:
            deed()

    def offer(self, partner: str) -> None:
        """Tell the partner's koordinators, who have their own ways of knowing, that somebody waits."""
        self.offered[partner] += 1
        if idle := next((player for player in self.koordinators[partner] if player.is_idle), None):
            idle.look()


class Player:
    """Somebody with a phone, who waits for one thing at a time."""

    def __init__(self, game: Game, person: Person) -> None:
        self.game = game
        self.person = person
        self.awaited: str | None = None
        self.message: int | None = None
        """The message that is to change; nothing while a new one is waited for."""
        self._since = 0.0

    def write(self, text: str, then: str) -> None:
        """Write `text`, then wait for a new message with the button `then`."""
        self.game.act(lambda: self._write(text, then))

    def _write(self, text: str, then: str) -> None:
        self._wait_for(then, None)
        self.game.telegram.write(self.person.user, text)

    def tap(self, shown: Shown, key: str, then: str) -> None:
        """Tap `key`, then wait for the message to have the button `then`."""
        self.game.act(lambda: self._tap(shown, key, then))

    def _tap(self, shown: Shown, key: str, then: str) -> None:
        self._wait_for(then, shown.message_id)
        self.game.telegram.tap(self.person.user, shown, shown.keys[key])

    def _wait_for(self, then: str, message: int | None) -> None:
        self.awaited, self.message = then, message
        self.game.issued += 1
        self._since = time.perf_counter()

    def see(self, shown: Shown) -> None:
        """Look at what the bot shows, and go on where it is what was waited for."""
        if self.awaited is None or (shown.is_new if self.message else not shown.is_new):
            return
        if self.message and self.message != shown.message_id:
            return
        if key := next((words for words in shown.keys if words.startswith(self.awaited)), None):
            self.awaited = None
            self.game.waits.append(time.perf_counter() - self._since)
            self.go_on(shown, key)

    def go_on(self, shown: Shown, key: str) -> None:
        """What was waited for is there: `key` under `shown`."""
        raise NotImplementedError


class Caseworker(Player):
    """Refers one person after another."""

    def __init__(self, game: Game, person: Person) -> None:
        super().__init__(game, person)
        self._way: Iterator[str] = iter(())

    def start(self) -> None:
        """Refer somebody, while there is somebody to refer."""
        if self.game.begin():
            way = (f"{self.person.partner} · ", "Ring mig", WISH, "Klar", "Ja, personen", "Skicka", "Kvinna")
            self._way = iter(way)
            self.write("/hanvisa", "Nej, fortsätt")

    def go_on(self, shown: Shown, key: str) -> None:
        if then := next(self._way, None):
            self.tap(shown, key, then)
            return
        self.game.offer(self.person.partner)
        self.start()


class Koordinator(Player):
    """Takes in whoever comes; two of one partner do not reach for the same person."""

    is_idle = True

    def look(self) -> None:
        """Open the inbox, if somebody waits in it."""
        self.is_idle = self.game.offered[self.person.partner] <= 0
        if not self.is_idle:
            self.game.offered[self.person.partner] -= 1
            self.write("/inkorg", "● ")

    def go_on(self, shown: Shown, key: str) -> None:
        if key.startswith("● "):
            self._choose(shown)
        elif key.startswith("Vi tar emot"):
            self.tap(shown, key, "")  # any day
        elif "Matchad med" in shown.keys:
            self.game.finish()
            self.look()
        else:
            self.tap(shown, key, "Matchad med")

    def _choose(self, shown: Shown) -> None:
        free = [words for words in shown.keys if words.startswith("● ") and words.split()[1] not in self.game.taken]
        if not free:  # the page that was read is older than what the other one reached for
            self.write("/inkorg", "● ")
            return
        self.game.taken.add(free[0].split()[1])
        self.tap(shown, free[0], "Vi tar emot")
