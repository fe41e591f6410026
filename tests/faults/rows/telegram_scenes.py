"""The scenes: a fault strikes while people tap and notices are due; then all is well, and the time is taken."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from bot import buttons as b
from bot.demo.cast import YLVA
from models import Role
from tests.faults.databases import EXTRA
from tests.faults.phones import Key, keys
from tests.faults.rows.telegram_kinds import SAYING, Kind
from tests.faults.rows.telegram_stage import Stage

PATIENCE_SECONDS = 45.0
READY_SECONDS = 30.0
OWED_SECONDS = 6.0
"""Until an answer that cannot be said is a row."""
NOTICES = 3
TELEGRAM_KEEPS = timedelta(hours=24)
"""Bot API, Getting updates: what nobody fetches is kept no longer."""
FLOW = (b.OfDraft, b.NotProtected)
BEGIN = "/hanvisa B2 trädgård"
CASEWORKERS = (YLVA.telegram_id, *(player.telegram_id for player in EXTRA if player.role is Role.CASEWORKER))


@dataclass(frozen=True)
class Met:
    """What one fault came to."""

    kind: str
    lost: int
    """Updates that Telegram held and nobody handled."""
    unshown: int
    """People whose open card was not shown again."""
    unsaid: int
    seconds: float
    """From the end of the fault until all of it was as it must be."""
    struck: int
    up: bool
    """Whether every process is still the one that was started."""


def pairs() -> Iterator[tuple[int, int]]:
    """Two caseworkers at a time, all in turn: one writes and one taps."""
    people = cycle(CASEWORKERS)
    while True:
        yield next(people), next(people)


async def meet(stage: Stage, kind: Kind, writer: int, tapper: int) -> Met:
    """Let `kind` strike while one person writes, another taps, and three are owed a notice."""
    card = await _prepare(stage, writer, tapper)
    await _begin(stage, kind)
    told = await stage.owe(NOTICES)
    written = await stage.phones.write(writer, BEGIN)
    await stage.phones.tap(tapper, card)
    await asyncio.sleep(kind.lasts)
    struck = 0 if kind.away else await stage.struck()
    await stage.clear()
    if kind.name == "too_many_requests":
        stage.forward(timedelta(seconds=kind.asks))
    return await _recover(stage, kind, {writer: written, tapper: card.message_id}, told, struck)


async def be_without(stage: Stage, span: timedelta, writer: int, tapper: int) -> Met:
    """Let Telegram be away for `span` of the clock; one card was not shown before, and somebody writes near its end."""
    card = await _prepare(stage, writer, tapper)
    for method in SAYING:
        await stage.strike("drop_before", method)
    await stage.phones.tap(tapper, card)
    await asyncio.sleep(OWED_SECONDS)
    await stage.clear()
    await stage.be_away("refused", span)
    told = await stage.owe(NOTICES)
    if span > TELEGRAM_KEEPS:
        await stage.phones.write(writer, "/meny")
        stage.ledger.issued -= 1  # nobody will ever hear of it
    await asyncio.sleep(1)
    stage.forward(span * 0.9)
    written = await stage.phones.write(writer, BEGIN)
    await asyncio.sleep(1)
    stage.forward(span * 0.1 + timedelta(seconds=1))
    kind = Kind(f"{span} without Telegram")
    return await _recover(stage, kind, {writer: written, tapper: card.message_id}, told, 0)


async def _prepare(stage: Stage, writer: int, tapper: int) -> Key:
    """Let nothing be begun but one draft, whose owner is asked something: the button to tap."""
    for user in (writer, tapper):
        await stage.phones.write(user, "/avbryt")
    begun = await stage.phones.write(tapper, BEGIN)
    await stage.until(lambda: stage.handled() == stage.ledger.issued, READY_SECONDS)
    await stage.until(lambda: _asked(stage, tapper, begun) is not None, READY_SECONDS)
    await stage.until(lambda: stage.unsaid() == 0, READY_SECONDS)
    card = _asked(stage, tapper, begun)
    assert card, "nothing was asked before the fault"
    return next(key for key in card if isinstance(key.button, b.NotProtected))


async def _begin(stage: Stage, kind: Kind) -> None:
    if kind.away:
        await stage.be_away(kind.away, timedelta(seconds=kind.lasts))
        return
    for method in kind.methods:
        await stage.strike(kind.name, method, seconds=kind.asks)


async def _recover(stage: Stage, kind: Kind, acted: dict[int, int], told: list[int], struck: int) -> Met:
    """Take the time until every update is handled, every card shown, every notice said."""
    begun = time.monotonic()
    if kind.closes:
        for user in {*acted, *told}:
            acted = {**acted, user: await stage.phones.write(user, "/meny")}
    shown = _menu if kind.closes else _goes_on
    missing = _missing(stage, acted, shown)

    def is_well() -> bool:
        return stage.handled() == stage.ledger.issued and not missing() and stage.unsaid() == 0

    await stage.until(is_well, PATIENCE_SECONDS)
    return Met(
        kind=kind.name,
        lost=stage.ledger.issued - stage.handled(),
        unshown=len(missing()),
        unsaid=stage.unsaid(),
        seconds=time.monotonic() - begun,
        struck=struck,
        up=stage.is_up(),
    )


def _missing(stage: Stage, acted: dict[int, int], shown: Callable[[Stage, int, int], bool]) -> Callable[[], list[int]]:
    return lambda: [user for user, since in acted.items() if not shown(stage, user, since)]


def _goes_on(stage: Stage, user: int, since: int) -> bool:
    """Whether somebody sees what they are to do next: a card of the open draft that the fault did not leave behind."""
    card = _asked(stage, user, since)
    tapped = since in stage.phones.arrived.get(user, {})
    return card is not None and not (tapped and any(isinstance(key.button, b.NotProtected) for key in card))


def _menu(stage: Stage, user: int, since: int) -> bool:
    return any(number > since and message["from"]["is_bot"] for number, message in stage.phones.chat(user).items())


def _asked(stage: Stage, user: int, since: int) -> list[Key] | None:
    """The newest card of a draft, from message `since` on."""
    for number, message in reversed(list(stage.phones.chat(user).items())):
        card = keys(message, user) if number >= since else []
        if any(isinstance(key.button, FLOW) for key in card):
            return card
    return None
