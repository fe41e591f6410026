"""People who play complete referral flows on the fake Telegram: each reads what the bot shows and taps what it finds.

A flow is the shortest way with one wish: a caseworker's command and seven taps, then a koordinator's four (inbox,
referral, *Vi tar emot*, day). The koordinator does not wait for the notice, which comes at Telegram's pace, not ours.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.board import CASEWORKERS, KOORDINATORS, Person
from tests.bench.fake import FakeTelegram, Shown

WISH = "trädgård"
UPDATES_PER_FLOW = 12
KOORDINATORS_UPDATES = 4
CARD = Shown(0, 1, "A card of some length, as the bot's own are. " * 5, {}, is_new=False)
STALLED_SECONDS = 20.0


@dataclass
class Game:
    """What all players share: how many flows are still to be begun, and how many are done."""

    telegram: FakeTelegram
    to_begin: int
    to_finish: int = field(init=False)
    offered: Counter[str] = field(default_factory=Counter)
    """By partner: referrals that no koordinator has begun to answer."""
    taken: set[str] = field(default_factory=set)
    issued: int = 0
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


class Player:
    """Somebody with a phone, who waits for one thing at a time."""

    def __init__(self, game: Game, person: Person) -> None:
        self.game = game
        self.person = person
        self.awaited: str | None = None
        self.message: int | None = None
        """The message that is to change; nothing while a new one is waited for."""

    def write(self, text: str, then: str) -> None:
        """Write `text`, then wait for a new message with the button `then`."""
        self.awaited, self.message = then, None
        self.game.issued += 1
        self.game.telegram.write(self.person.user, text)

    def tap(self, shown: Shown, key: str, then: str) -> None:
        """Tap `key`, then wait for the message to have the button `then`."""
        self.awaited, self.message = then, shown.message_id
        self.game.issued += 1
        self.game.telegram.tap(self.person.user, shown, shown.keys[key])

    def see(self, shown: Shown) -> None:
        """Look at what the bot shows, and go on where it is what was waited for."""
        if self.awaited is None or (shown.is_new if self.message else not shown.is_new):
            return
        if self.message and self.message != shown.message_id:
            return
        if key := next((words for words in shown.keys if words.startswith(self.awaited)), None):
            self.awaited = None
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
        offer(self.game, self.person.partner)
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


_koordinators: dict[str, list[Koordinator]] = {}


def offer(game: Game, partner: str) -> None:
    """Tell the partner's koordinators, who have their own ways of knowing, that somebody waits."""
    game.offered[partner] += 1
    if idle := next((player for player in _koordinators[partner] if player.is_idle), None):
        idle.look()


async def play(telegram: FakeTelegram, flows: int) -> Game:
    """Play `flows` complete flows, with everybody at once.

    Raises:
        TimeoutError: nothing happened for a while.
    """
    game = Game(telegram, flows)
    caseworkers = [Caseworker(game, person) for person in CASEWORKERS]
    koordinators = [Koordinator(game, person) for person in KOORDINATORS]
    _koordinators.clear()
    for koordinator in koordinators:
        _koordinators.setdefault(koordinator.person.partner, []).append(koordinator)
    by_user: dict[int, Player] = {player.person.user: player for player in (*caseworkers, *koordinators)}
    telegram.on_shown = lambda shown: by_user[shown.chat_id].see(shown)
    for caseworker in caseworkers:
        caseworker.start()
    await _until_done(game)
    return game


async def play_echo(telegram: FakeTelegram, flows: int) -> Game:
    """As many updates, of the same kinds, for a bot that echoes what is written and answers taps.

    Raises:
        TimeoutError: nothing happened for a while.
    """
    game = Game(telegram, flows)
    left = {person.user: 0 for person in (*CASEWORKERS, *KOORDINATORS)}
    tapped: dict[str, int] = {}

    def go_on(user: int) -> None:
        if left[user] > 0:
            left[user] -= 1
            game.issued += 1
            if left[user] == KOORDINATORS_UPDATES - 1:
                telegram.write(user, "/inkorg")
            else:
                tapped[telegram.tap(user, CARD, f"button.{user}.signed")] = user
        elif left[user] == 0 and game.issued:
            game.finish()
            start(user)

    def start(user: int) -> None:
        left[user] = -1
        if game.begin():
            left[user] = UPDATES_PER_FLOW - 1
            game.issued += 1
            telegram.write(user, "/hanvisa")

    telegram.on_shown = lambda shown: go_on(shown.chat_id)
    telegram.on_tap_answered = lambda query: go_on(tapped.pop(query))
    for user in left:
        start(user)
    await _until_done(game)
    telegram.on_tap_answered = lambda _query: None
    return game


async def play_help(telegram: FakeTelegram, updates: int) -> Game:
    """Everybody reads the help page, again and again: the cheapest update there is.

    Raises:
        TimeoutError: nothing happened for a while.
    """
    game = Game(telegram, updates)

    def read(user: int) -> None:
        if game.begin():
            game.issued += 1
            telegram.write(user, "/hjalp")

    def seen(shown: Shown) -> None:
        if "112" in shown.text:
            game.finish()
            read(shown.chat_id)

    telegram.on_shown = seen
    for person in (*CASEWORKERS, *KOORDINATORS):
        read(person.user)
    await _until_done(game)
    return game


async def _until_done(game: Game) -> None:
    before = -1
    while not game.done.is_set():
        if game.issued == before:
            raise TimeoutError(
                f"stalled with {game.to_finish} flows to finish, {game.telegram.waiting} updates waiting"
            )
        before = game.issued
        try:
            await asyncio.wait_for(game.done.wait(), STALLED_SECONDS)
        except TimeoutError:
            continue
