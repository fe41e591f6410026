"""What is played on the fake Telegram: complete flows, as many updates for a bot that echoes, help pages."""

import asyncio
import time

from tests.bench.board import CASEWORKERS, KOORDINATORS
from tests.bench.fake import FakeTelegram, Shown
from tests.bench.players import KOORDINATORS_UPDATES, UPDATES_PER_FLOW, Caseworker, Game, Koordinator, Player

CARD = Shown(0, 1, "A card of some length, as the bot's own are. " * 5, {}, is_new=False)
STALLED_SECONDS = 20.0


async def play_flows(telegram: FakeTelegram, flows: int, rate: float = 0.0) -> Game:
    """Play `flows` complete flows, with everybody at once; at `rate` updates a second, where one is given.

    Raises:
        TimeoutError: nothing happened for a while.
    """
    game = Game(telegram, flows, rate)
    caseworkers = [Caseworker(game, person) for person in CASEWORKERS]
    koordinators = [Koordinator(game, person) for person in KOORDINATORS]
    for koordinator in koordinators:
        game.koordinators[koordinator.person.partner].append(koordinator)
    by_user: dict[int, Player] = {player.person.user: player for player in (*caseworkers, *koordinators)}
    telegram.on_shown = lambda shown: by_user[shown.chat_id].see(shown)
    for caseworker in caseworkers:
        caseworker.start()
    await _until_done(game)
    return game


async def play_echo(telegram: FakeTelegram, flows: int, rate: float = 0.0) -> Game:
    """As many updates, of the same kinds, for a bot that echoes what is written and answers taps.

    Raises:
        TimeoutError: nothing happened for a while.
    """
    crowd = _Echoed(Game(telegram, flows, rate))
    telegram.on_shown = lambda shown: crowd.heard(shown.chat_id)
    telegram.on_tap_answered = lambda query: crowd.heard(crowd.tapped.pop(query))
    for person in (*CASEWORKERS, *KOORDINATORS):
        crowd.start(person.user)
    await _until_done(crowd.game)
    telegram.on_tap_answered = lambda _query: None
    return crowd.game


class _Echoed:
    """Everybody before a bot that echoes: a command, seven taps, a command, three taps, and again."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.tapped: dict[str, int] = {}
        self._left: dict[int, int] = {}
        self._since: dict[int, float] = {}

    def start(self, user: int) -> None:
        self._left[user] = UPDATES_PER_FLOW
        if self.game.begin():
            self._go_on(user)

    def heard(self, user: int) -> None:
        self.game.waits.append(time.perf_counter() - self._since[user])
        self._left[user] -= 1
        if self._left[user]:
            self._go_on(user)
            return
        self.game.finish()
        self.start(user)

    def _go_on(self, user: int) -> None:
        self.game.act(lambda: self._act(user))

    def _act(self, user: int) -> None:
        self.game.issued += 1
        self._since[user] = time.perf_counter()
        if self._left[user] in (UPDATES_PER_FLOW, KOORDINATORS_UPDATES):
            self.game.telegram.write(user, "/hanvisa")
        else:
            self.tapped[self.game.telegram.tap(user, CARD, f"button.{user}.signed")] = user


async def play_help(telegram: FakeTelegram, updates: int, rate: float = 0.0) -> Game:
    """Everybody reads the help page, again and again: the cheapest update there is.

    Raises:
        TimeoutError: nothing happened for a while.
    """
    game = Game(telegram, updates, rate)

    def read(user: int) -> None:
        if game.begin():
            game.act(lambda: write(user))

    def write(user: int) -> None:
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


GAMES = {"flows": play_flows, "echo": play_echo, "help": play_help}


async def _until_done(game: Game) -> None:
    pacing = asyncio.create_task(_keep_pace(game)) if game.rate else None
    before = -1
    try:
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
    finally:
        if pacing:
            pacing.cancel()


async def _keep_pace(game: Game) -> None:
    """Let one act at each stroke; what nobody is ready for is not caught up with."""
    stroke = time.perf_counter()
    while True:
        stroke += 1 / game.rate
        if (wait := stroke - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        if game.ready:
            game.ready.popleft()()
