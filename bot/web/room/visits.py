"""Visits outside the table of pages: what the doors and the keys do for the one who comes, one transaction each."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from bot import policy
from bot.actions import door
from bot.actions.door import Visit
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import answers, cookies
from bot.web.room.inside import Inside, NobodyThere, root_of
from messages.room import Frame, RoomPage
from messages.views import View

HASHED_AT_ONCE = 2
T = TypeVar("T")
P = ParamSpec("P")
Unit = Callable[[Turn, Visit], T]


class StillLocked(Exception):
    """Somebody with a session who has not shown a second factor."""


@dataclass(frozen=True)
class Visited(Generic[T]):
    """Who came, and what was done for them."""

    token: str
    language: str
    name: str
    value: T


class Visits:
    """Runs units for those who come.

    A PIN is hashed for a quarter of a second with 16 MiB. `HASHED_AT_ONCE` at a time: the others wait here, and not in
    the threads that draw documents and look up names.
    """

    def __init__(self, inside: Inside) -> None:
        self.inside = inside
        self.parts = inside.parts
        self._hashing = asyncio.Semaphore(HASHED_AT_ONCE)

    async def at_the_door(self, request: Request, unit: Unit[T], token: str | None = None) -> Visited[T]:
        """Run `unit` for whoever has a session, be it locked; `token` is their cookie's if the path does not say it.

        Raises:
            NobodyThere: no session.
            Refused: what the unit says no with.
        """
        carried = cookies.token_of(request) if token is None else token
        now = self.parts.clock.now()

        def run(session: Session) -> Visited[T]:
            visit = door.visit(session, cookies.digest(carried), now)
            if visit is None:
                raise NobodyThere
            turn = self.inside.turn(session, visit, request.url.path)
            policy.require(turn.who, Act.ENTER)
            return Visited(carried, turn.language, turn.who.name, unit(turn, visit))

        return await self.parts.store.run(run)

    async def within(self, request: Request, unit: Unit[T], token: str | None = None) -> Visited[T]:
        """Run `unit` for somebody inside, whose rows are held meanwhile: a reset at the same moment comes after it.

        Raises:
            StillLocked: the second factor must be shown first.
            NobodyThere, Refused: as `at_the_door`.
        """

        def run(turn: Turn, visit: Visit) -> T:
            turn.session.refresh(turn.who, with_for_update={"key_share": True})
            turn.session.refresh(visit.session, with_for_update=True)
            if visit.session.ended_at or turn.who.locked_out_at:
                raise NobodyThere
            if not visit.unlocked(turn.now):
                raise StillLocked
            door.slide(visit, turn.now)
            turn.session.flush()
            return unit(turn, visit)

        return await self.at_the_door(request, run, token)

    async def hashed(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What `work` returns, done on another thread when it is its turn."""
        async with self._hashing:
            return await asyncio.to_thread(work, *given, **named)

    async def own_form(self, request: Request) -> dict[str, str]:
        """The fields of the visitor's own form.

        Raises:
            BadForm: it is not.
        """
        return await self.inside.own_form(request, cookies.token_of(request))

    async def refused(self, request: Request, view: View, back: str, *, inside: bool = False) -> Response:
        """An expected no in the visitor's language; `back` leads somewhere useful."""
        passing = await self.at_the_door(request, lambda _turn, _visit: None)
        return self.inside.say_no(view, self.frame(request, passing, inside=inside), back)

    def locked(self, request: Request, to: str) -> Response:
        """To the lock, and then to the page `to`; a script is told in a status."""
        if request.headers.get("sec-fetch-mode") == "cors":
            return self.inside.refuse(401)
        return answers.goto(f"{root_of(cookies.token_of(request))}unlock?to={to}")

    def frame(self, request: Request, visited: Visited[T], *, inside: bool = False, said: str = "") -> Frame:
        """What stands around a page, at the door or inside."""
        root, query = root_of(visited.token), request.url.query
        return Frame(
            visited.language,
            cookies.csrf_token(visited.token),
            root=root,
            here=request.url.path.removeprefix(root) + (f"?{query}" if query else ""),
            said=said,
            inside=inside,
            name=visited.name,
        )

    def show(self, page: RoomPage, frame: Frame, status: int = 200) -> Response:
        """A page."""
        return answers.html(self.inside.draw(page, frame), status)
