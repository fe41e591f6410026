"""Serving a page: who comes, whether they may, one transaction, and the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

import structlog
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from bot import audit, policy
from bot.actions import door, kept_forms
from bot.actions.door import Visit
from bot.errors import Refused, StorageDown
from bot.failpoints import failpoint
from bot.logs import without_words
from bot.pages.page import Ask, Fetched, Goto, Kept, Outcome, Sent, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import answers, cookies
from bot.web.room.away import away, language_of, query_of
from bot.web.room.forms import BadForm, read_form
from bot.web.room.parts import Parts
from bot.web.room.table import Handler, Room
from bot.web.room.uploads import read_upload
from messages import render, views
from messages.room import Frame, RoomPage, page
from messages.room.pages import BugPage, ClosedPage, RefusedPage
from messages.room.render import words
from messages.views import View
from models import AlarmKind

log = structlog.get_logger()
HOME = "day"
KEPT = "kept"
"""Where what could not be saved waits."""
STATUS: dict[type[View], int] = {
    views.NotFound: 404,
    views.NotAllowed: 403,
    views.NoUndertaking: 403,
    views.RoomClosed: 401,
    views.LaunchUsed: 401,
    views.RoomLockedUntil: 429,
    views.ChangedMeanwhile: 409,
    views.Stale: 409,
    views.ReportHandedIn: 409,
}
OTHERWISE = 422


class NobodyThere(Exception):
    """No session, or one that is over."""


@dataclass(frozen=True)
class Locked:
    """The second factor must be shown first. `kept`: what was being written has been kept."""

    language: str
    kept: bool = False


@dataclass(frozen=True)
class No:
    """An expected no."""

    view: View
    language: str
    name: str
    kept: bool = False
    """Whether what was sent waits on the page of what could not be saved."""


@dataclass(frozen=True)
class Yes:
    """What the handler answered, and to whom."""

    outcome: Outcome
    language: str
    name: str


class Inside:
    """Serves pages of the table."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    async def guarded(self, request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
        """What `answer` answers, or what an expected failure or a bug leaves to say; with the room's headers."""
        return answers.finish(await self._guarded(request, answer), self.parts.ancestors)

    async def _guarded(self, request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
        try:
            return await answer()
        except BadForm as bad:
            return self.refuse(bad.status)
        except NobodyThere:
            return self.closed(request)
        except Refused as no:
            return self.say_no(no.view, Frame(language_of(request)), "")
        except StorageDown as down:
            log.error("storage down, a page was not served", error=str(down))  # noqa: TRY400
            return away(request)
        except Exception as bug:  # noqa: BLE001 - undone, told with a reference
            reference = self.parts.random_bytes(4).hex().upper()
            self.parts.watch.saw(AlarmKind.BUG, reference)
            log.error("bug", reference=reference, page=request.scope["path"], exception=without_words(bug))  # noqa: TRY400
            return answers.html(self.draw(BugPage(reference), Frame(language_of(request))), 500)

    async def serve(self, request: Request, room: Room) -> Response:
        """Answer one request for `room`; see `guarded` for what may be raised."""
        token = cookies.token_of(request)
        form, file = await self._sent(request, room, token) if request.method == "POST" else ({}, None)
        handler = room.do if request.method == "POST" else room.show
        assert handler, "the routes let no other method by"
        ask = Ask(dict(request.path_params), dict(request.query_params), form, file)
        here = _path(request)
        digest = cookies.digest(token)
        try:
            served = await self.parts.store.run(
                lambda session: self._unit(session, digest, room, handler, ask, here, asks=request.method == "POST")
            )
        except StorageDown as down:
            log.error("storage down, a page was not served", error=str(down))  # noqa: TRY400
            return away(request, token, {} if file else form)
        if request.method == "POST":
            failpoint("before-page")
        return await self._answer(request, room, token, served)

    async def _sent(self, request: Request, room: Room, token: str) -> tuple[dict[str, str], Sent | None]:
        """What a form of our own page holds, made for this visitor; raises as `own_form`.

        A document is only read from somebody whom we know: it is large.
        """
        if not room.uploads:
            return await self.own_form(request, token), None
        if not cookies.is_own_page(request, self.parts.origin):
            raise BadForm(403)
        if not token:
            raise NobodyThere
        digest, now = cookies.digest(token), self.parts.clock.now()
        if not await self.parts.store.run(lambda session: door.visit(session, digest, now) is not None):
            raise NobodyThere
        form, file = await read_upload(request)
        if not cookies.is_own_form(token, form.pop("csrf", "")):
            raise BadForm(403)
        return form, file

    async def own_form(self, request: Request, token: str) -> dict[str, str]:
        """The fields of a form that was made for this visitor and came from our own page.

        Raises:
            BadForm: 403 where it was not.
            NobodyThere: from our own page, but the cookie is gone.
        """
        form = await read_form(request)
        if not cookies.is_own_page(request, self.parts.origin):
            raise BadForm(403)
        if not token:
            raise NobodyThere
        if not cookies.is_own_form(token, form.pop("csrf", "")):
            raise BadForm(403)
        return form

    def _unit(
        self, session: Session, digest: bytes, room: Room, handler: Handler, ask: Ask, here: str, *, asks: bool
    ) -> Yes | No | Locked:
        turn, unlocked = self._come_in(session, digest, room, lock=asks)
        if not unlocked:
            return Locked(turn.language, kept=asks and self._rescue(turn, room, ask, here))
        try:
            policy.require(turn.who, Act.ENTER)
            if room.act:
                policy.require(turn.who, room.act)
            outcome = handler(turn, ask)
            if asks and room.keeps and isinstance(outcome, Goto):
                kept_forms.drop(turn, here)
            if asks:
                failpoint("in-save")
            return Yes(outcome, turn.language, turn.who.name)
        except Refused as no:
            session.rollback()
            turn, _ = self._come_in(session, digest, room, lock=asks)
            audit.note(turn, "refused", type(no.view).__name__, None, allowed=False)
            kept = asks and self._rescue(turn, room, ask, here)
            return No(no.view, turn.language, turn.who.name, kept=kept and room.keeps)

    def _come_in(self, session: Session, digest: bytes, room: Room, *, lock: bool) -> tuple[Turn, bool]:
        """The visitor's turn, and whether they have shown a second factor and are not idle."""
        now = self.parts.clock.now()
        visit = door.visit(session, digest, now, lock=lock)
        if visit is None:
            raise NobodyThere
        door.slide(visit, now)
        return self.turn(session, visit, room.path), visit.unlocked(now)

    def _rescue(self, turn: Turn, room: Room, ask: Ask, here: str) -> bool:
        if room.keeps:
            return kept_forms.keep(turn, here, ask.form)
        if room.rescue is None:
            return False
        try:
            with turn.session.begin_nested():
                room.rescue(turn, ask)
        except Refused:
            return False
        return True

    def turn(self, session: Session, visit: Visit, screen: str) -> Turn:
        """The visitor's turn on the page `screen`."""
        return Turn(session, visit.member, self.parts.clock.now(), self.parts.house, self.parts.dice, screen)

    async def _answer(self, request: Request, room: Room, token: str, served: Yes | No | Locked) -> Response:
        if isinstance(served, Locked):
            return self._locked(request, room, root_of(token), served)
        frame = Frame(
            served.language,
            cookies.csrf_token(token),
            root=root_of(token),
            here=_path(request) + query_of(request),
            said=_said(request, served.language),
            inside=True,
            name=served.name,
            assets=answers.assets(),
        )
        if isinstance(served, No):
            back = _form_of(request, room) if request.method == "POST" else HOME
            return self.say_no(served.view, frame, KEPT if served.kept else back)
        outcome = served.outcome
        if isinstance(outcome, Goto):
            joint = "&" if "?" in outcome.path else "?"
            said = f"{joint}said={outcome.said}" if outcome.said else ""
            return answers.goto(root_of(token) + outcome.path + said)
        if isinstance(outcome, Kept):
            return Response(status_code=204)
        if isinstance(outcome, Fetched):
            data = await asyncio.to_thread(outcome.make)
            return answers.attachment(data, outcome.name, outcome.media_type)
        assert isinstance(outcome, Shown)
        return answers.html(self.draw(outcome.page, frame), outcome.status)

    def _locked(self, request: Request, room: Room, root: str, locked: Locked) -> Response:
        """To the lock; a script that keeps drafts is told in a status of its own."""
        if request.headers.get("sec-fetch-mode") == "cors":
            return Response(status_code=202 if locked.kept else 401)
        back = _form_of(request, room) if request.method == "POST" else _path(request) + query_of(request)
        if room.keeps and locked.kept:
            back = KEPT
        kept = "&kept=1" if locked.kept else ""
        return answers.goto(f"{root}unlock?to={quote(back, safe='')}{kept}")

    def say_no(self, view: View, frame: Frame, back: str) -> Response:
        """A refusal, in its own words."""
        said = views.NotFoundHere() if isinstance(view, views.NotFound) else view
        refused = replace(frame, refusal=render(said, frame.language))
        return answers.html(self.draw(RefusedPage(back), refused), STATUS.get(type(view), OTHERWISE))

    def closed(self, request: Request, status: int = 401) -> Response:
        """Nobody we know: open the room from the chat."""
        return answers.html(self.draw(ClosedPage(), Frame(language_of(request))), status)

    def refuse(self, status: int, allowed: str = "") -> Response:
        """What no browser of ours sends: a status and no more; with 405 the methods that are `allowed` (RFC 9110)."""
        return Response("", status, headers={"Allow": allowed} if allowed else None)

    def draw(self, view: RoomPage, frame: Frame) -> str:
        """The page's HTML."""
        return page(view, frame if frame.assets else replace(frame, assets=answers.assets()))


def _form_of(request: Request, room: Room) -> str:
    """Where the form that was sent stands: a button without a page of its own stands on its referral's, or leads home.

    A GET of the path itself would find nothing there.
    """
    if room.show:
        return _path(request)
    code = request.path_params.get("code")
    return f"r/{code}" if code else HOME


def root_of(token: str) -> str:
    """The visitor's own root: the base of every page."""
    return f"/room/{cookies.slot_of(token)}/"


def _path(request: Request) -> str:
    """The request's path below the visitor's root."""
    path: str = request.scope["path"]
    return path.removeprefix(f"/room/{request.path_params['slot']}/")


def _said(request: Request, language: str) -> str:
    said = request.query_params.get("said", "")
    return said if f"said.{said}" in words(language) else ""
