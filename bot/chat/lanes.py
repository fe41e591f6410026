"""Lanes: one person's updates in order, all people fairly. Those whom nobody knows share one lane."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.answer import Answer
from bot.chat.incoming import Incoming, Kind
from bot.errors import StorageDown

MOST_TOGETHER = 100
"""How many updates are served in one transaction: as many as a batch of getUpdates holds."""
Serve = Callable[[Sequence[Incoming]], Awaitable[Answer | None]]
"""Serves updates of one person that are one and the same tap: one has the effect, and its answer is theirs."""
ServeStrangers = Callable[[Sequence[Incoming]], Awaitable[dict[int, Answer | None]]]
"""Serves strangers' updates in one transaction: the answers by place; a member's update has none and is not served."""


@dataclass(frozen=True, eq=False)
class Waiting:
    """An update in its lane, and what tells whoever brought it that it is committed."""

    incoming: Incoming
    served: "asyncio.Future[Answer | None]"

    @property
    def person(self) -> int:
        """Whose lane it is in."""
        return self.incoming.telegram_id or self.incoming.chat_id


class Lanes:
    """Serves each person's updates in order, up to `in_flight` people at once, and strangers many at a time.

    Whoever comes with a hundred taps has one transaction under way, like everybody else; a thousand strangers have
    one between them.
    """

    def __init__(self, serve: Serve, serve_strangers: ServeStrangers, in_flight: int) -> None:
        self._serve_one = serve
        self._serve_strangers = serve_strangers
        self._slots = asyncio.Semaphore(in_flight)
        self._known: set[int] = set()
        """The Telegram ids of members, learnt as they come: no more than there are members."""
        self._lanes: dict[int, deque[Waiting]] = {}
        self._strangers: deque[Waiting] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._with_strangers = False

    async def serve(self, incoming: Incoming) -> Answer | None:
        """Let `incoming` take its turn, and return its answer when it is committed.

        Raises:
            StorageDown: nothing was done, neither for it nor for what waited behind it in its lane.
        """
        waiting = Waiting(incoming, asyncio.get_running_loop().create_future())
        self._put(waiting)
        return await waiting.served

    def _put(self, waiting: Waiting) -> None:
        """Append it to its lane at once, so that no later update overtakes it."""
        person = waiting.person
        if person in self._lanes:
            self._lanes[person].append(waiting)
        elif person in self._known:
            self._lanes[person] = deque([waiting])
            self._begin(self._serve_lane(person))
        else:
            self._strangers.append(waiting)
            if not self._with_strangers:
                self._with_strangers = True
                self._begin(self._serve_all_strangers())

    async def _serve_lane(self, person: int) -> None:
        lane = self._lanes[person]
        while lane:
            async with self._slots:
                group = _same_tap(lane)
                try:
                    answer = await self._serve_one([waiting.incoming for waiting in group])
                except Exception as failed:  # noqa: BLE001 - whoever brought it is told
                    _fail(group, failed)
                    if isinstance(failed, StorageDown):
                        _fail(_take(lane, len(lane)), failed)  # or they would overtake what must come again
                else:
                    if answer and answer.stranger:
                        self._known.discard(person)
                    _settle(group, answer)
        del self._lanes[person]

    async def _serve_all_strangers(self) -> None:
        while self._strangers:
            group = _take(self._strangers, MOST_TOGETHER)
            try:
                answers = await self._serve_strangers([waiting.incoming for waiting in group])
            except Exception as failed:  # noqa: BLE001 - whoever brought it is told
                _fail(group, failed)
                if isinstance(failed, StorageDown):
                    _fail(_take(self._strangers, len(self._strangers)), failed)
            else:
                self._part(group, answers)
        self._with_strangers = False

    def _part(self, group: Sequence[Waiting], answers: dict[int, Answer | None]) -> None:
        """Tell those who were strangers; let members, now known, go on in lanes of their own, in their order."""
        members = []
        for place, waiting in enumerate(group):
            if place not in answers:
                members.append(waiting)
                continue
            answer = answers[place]
            if answer and answer.role:
                self._known.add(waiting.person)
            _settle([waiting], answer)
        self._known.update(waiting.person for waiting in members)
        behind = _take(self._strangers, len(self._strangers))
        for waiting in (*members, *behind):
            self._put(waiting)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _same_tap(lane: deque[Waiting]) -> list[Waiting]:
    """The first in `lane` with all that are the same tap right behind it: whoever taps twice means it once."""
    group = [lane.popleft()]
    first = group[0].incoming
    while lane and first.kind is Kind.TAP and len(group) < MOST_TOGETHER and _is_same(first, lane[0].incoming):
        group.append(lane.popleft())
    return group


def _is_same(first: Incoming, other: Incoming) -> bool:
    return other.kind is Kind.TAP and (first.message_id, first.data) == (other.message_id, other.data)


def _take(waiting: deque[Waiting], most: int) -> list[Waiting]:
    return [waiting.popleft() for _ in range(min(most, len(waiting)))]


def _settle(group: Iterable[Waiting], answer: Answer | None) -> None:
    """The first has the answer; the others are committed with it."""
    for waiting in group:
        if not waiting.served.done():
            waiting.served.set_result(answer)
        answer = None


def _fail(group: Iterable[Waiting], why: Exception) -> None:
    for waiting in group:
        if not waiting.served.done():
            waiting.served.set_exception(why)
