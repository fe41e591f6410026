"""Runs races: eight at once through the counter, on threads, in two processes, or as SQLite takes them."""

import asyncio
import multiprocessing
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.synchronize import Barrier as SharedBarrier
from threading import Barrier
from typing import Any

from sqlmodel import Session

from bot.chat.answer import Answer
from bot.chat.counter import Counter
from bot.chat.incoming import Incoming
from bot.store import Store, open_engine
from messages.views import View
from tests.faults.phones import SIGNING_KEY
from tests.faults.rows.races_setup import AT_ONCE, Race
from tests.hands import HOUSE, HandClock

WAIT_SECONDS = 120.0
HALVES = (range(AT_ONCE // 2), range(AT_ONCE // 2, AT_ONCE))


@dataclass(frozen=True)
class Said:
    """What one of the eight was told: the card's view or the refusal's, or what went wrong."""

    update_id: int
    telegram_id: int
    name: str
    card: View | None = None
    refusal: View | None = None
    failed: str = ""


def on_threads(store: Store, races: Sequence[Race], now: datetime) -> list[list[Said]]:
    """Each race on eight threads that wait for one another before they begin."""
    gate = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        lanes = list(threads.map(lambda place: _run(store, races, place, gate, now), range(AT_ONCE)))
    return [list(race) for race in zip(*lanes, strict=True)]


async def on_one(store: Store, races: Sequence[Race], now: datetime) -> list[list[Said]]:
    """Each race as eight tasks at once: on SQLite one process is all there is, and its store lets one in at a time."""
    counter = _counter()
    said = []
    for race in races:
        units = [_unit(counter, incoming, now) for incoming in race.starters]
        told = await asyncio.gather(*(store.run(unit) for unit in units), return_exceptions=True)
        said.append([_said(incoming, one) for incoming, one in zip(race.starters, told, strict=True)])
    return said


def on_two_processes(url: str, races: Sequence[Race], now: datetime) -> list[list[Said]]:
    """Each race on four threads here and four in another process; all wait for one another before they begin."""
    apart = multiprocessing.get_context("spawn")
    gate, told = apart.Barrier(AT_ONCE), apart.SimpleQueue()
    other = apart.Process(target=_second, args=(url, races, gate, told, now))
    other.start()
    here = _half(url, races, HALVES[0], gate, now)
    there: list[list[Said]] = told.get()
    other.join(WAIT_SECONDS)
    assert other.exitcode == 0, f"the other process ended with {other.exitcode}"
    return [list(race) for race in zip(*here, *there, strict=True)]


def _second(url: str, races: Sequence[Race], gate: SharedBarrier, told: Any, now: datetime) -> None:
    told.put(_half(url, races, HALVES[1], gate, now))


def _half(
    url: str, races: Sequence[Race], places: Sequence[int], gate: SharedBarrier, now: datetime
) -> list[list[Said]]:
    store = Store(open_engine(url), HandClock(now))
    with ThreadPoolExecutor(len(places)) as threads:
        lanes = list(threads.map(lambda place: _run(store, races, place, gate, now), places))
    store.close()
    return lanes


def _run(store: Store, races: Sequence[Race], place: int, gate: Barrier | SharedBarrier, now: datetime) -> list[Said]:
    """What the starter in that place was told in every race."""
    counter, said = _counter(), []
    for race in races:
        incoming = race.starters[place]
        gate.wait(WAIT_SECONDS)
        try:
            said.append(_said(incoming, store.run_now(_unit(counter, incoming, now))))
        except Exception as bug:  # noqa: BLE001 - the desk would say that something went wrong: it is counted
            said.append(_said(incoming, bug))
    return said


def _counter() -> Counter:
    return Counter(HOUSE, SIGNING_KEY, random.Random(7))


def _unit(counter: Counter, incoming: Incoming, now: datetime) -> Any:
    def unit(session: Session) -> Answer | None:
        return counter.serve(session, [incoming], now)

    return unit


def _said(incoming: Incoming, answer: Answer | BaseException | None) -> Said:
    who = (incoming.update_id, incoming.telegram_id, incoming.name)
    if isinstance(answer, BaseException):
        return Said(*who, failed=f"{type(answer).__name__}: {answer}"[:300])
    if answer is None:
        return Said(*who, failed="told nothing")
    return Said(*who, card=answer.card.view if answer.card else None, refusal=answer.refusal)
