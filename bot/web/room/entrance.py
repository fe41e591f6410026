"""The entrance: launch data is exchanged for a session, and a second factor unlocks it."""

import re
from dataclasses import dataclass

import structlog
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from bot.actions import door, factors
from bot.actions.door import Visit
from bot.actions.factors import Tried
from bot.errors import Refused
from bot.locks import launch, pin, totp
from bot.locks.launch import Launch
from bot.turn import Turn
from bot.web.room import answers, cookies
from bot.web.room.away import language_of
from bot.web.room.forms import BadForm, read_form
from bot.web.room.inside import HOME, root_of
from bot.web.room.visits import Visits
from messages import views
from messages.room import Frame
from messages.room.pages import LaunchPage, UnlockPage
from models import FactorKind

log = structlog.get_logger()
OURS = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*(\?[A-Za-z0-9_=&-]*)?")
NEVER = frozenset({"unlock", "lock", "passkey", "login"})


def destination(said: str) -> str:
    """Where to go afterwards: a path below the visitor's root, whatever was asked for."""
    path = said.removeprefix("/")
    return path if OURS.fullmatch(path) and re.split(r"[/?]", path)[0] not in NEVER else HOME


@dataclass(frozen=True)
class Wrong:
    """What was wrong: a factor that did not fit, or the flaw of a new PIN. Neither: it was right."""

    factor: str = ""
    flaw: str = ""


RIGHT = Wrong()


class Entrance:
    """What stands before the second factor."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._inside = visits.inside
        self._parts = visits.parts

    async def launch_page(self, request: Request) -> Response:
        """The page that Telegram opens. The launch data stands in the fragment, which no server sees."""
        to = destination(request.query_params.get("to", ""))
        return self._visits.show(LaunchPage(to), Frame(language_of(request)))

    async def launch(self, request: Request) -> Response:
        """Exchange launch data for a session; a reload with the session's cookie goes on with it."""
        form = await read_form(request)
        if not cookies.is_own_page(request, self._parts.origin):
            raise BadForm(403)
        now = self._parts.clock.now()
        try:
            launched = launch.read(form.get("init_data", ""), self._parts.token, now)
        except launch.BadLaunch as bad:
            log.warning("launch refused", reason=type(bad).__name__)
            return self._inside.closed(request, 403)
        to = destination(form.get("to", ""))
        for known in cookies.all_tokens(request):
            if await self._goes_on(known, launched):
                return answers.goto(root_of(known) + to)
        token = cookies.new_token(self._parts.random_bytes)
        try:
            await self._parts.store.run(
                lambda session: door.open_session(session, launched, cookies.digest(token), now).id
            )
        except Refused as no:
            return self._inside.say_no(no.view, Frame(language_of(request)), "")
        response = answers.goto(root_of(token) + to)
        response.headers.append("Set-Cookie", cookies.set_cookie(token))
        return response

    async def unlock_page(self, request: Request) -> Response:
        """Show a second factor, or choose a PIN."""
        to = destination(request.query_params.get("to", ""))
        return await self.asks(request, to, kept=request.query_params.get("kept") == "1")

    async def unlock(self, request: Request) -> Response:
        """A PIN, a new PIN, or a code from an app."""
        form = await self._visits.own_form(request)
        to = destination(form.get("to", ""))
        kind = FactorKind.TOTP if form.get("code") else FactorKind.PIN
        try:
            if "again" in form:
                wrong = await self._choose_first(request, form)
            else:
                wrong = await self._try(request, kind, form.get("code") or form.get("pin", ""))
        except Refused as no:
            return await self._visits.refused(request, no.view, f"unlock?to={to}")
        if wrong == RIGHT:
            return answers.goto(root_of(cookies.token_of(request)) + to)
        return await self.asks(request, to, wrong=wrong)

    async def asks(
        self, request: Request, to: str, *, kept: bool = False, wrong: Wrong = RIGHT, token: str | None = None
    ) -> Response:
        """The page that asks for a factor, with what was `wrong` with the last; `token` as in `Visits.at_the_door`."""
        visited = await self._visits.at_the_door(
            request, lambda turn, _visit: self._unlock_page(turn, to, kept=kept, wrong=wrong), token
        )
        status = 200 if wrong == RIGHT else 422 if wrong.flaw else 403
        return self._visits.show(visited.value, self._visits.frame(request, visited), status)

    async def _choose_first(self, request: Request, form: dict[str, str]) -> Wrong:
        """Choose a PIN where there is none; says what is wrong with it."""
        flaw = flaw_of(form)
        if flaw:
            return Wrong(flaw=flaw)
        salt = self._parts.random_bytes(pin.SALT_BYTES)
        kept = await self._visits.hashed(pin.hash_pin, form["pin"], salt)

        def unit(turn: Turn, visit: Visit) -> None:
            if factors.has_any(turn):
                raise Refused(views.Stale())
            factors.choose(turn, FactorKind.PIN, kept.to_bytes())
            door.unlock(turn, visit.session.id, FactorKind.PIN)

        await self._visits.at_the_door(request, unit)
        return RIGHT

    async def _try(self, request: Request, kind: FactorKind, typed: str) -> Wrong:
        """Count the try and commit; compare on a thread of its own; then let them in, or say that it was wrong."""
        begun = await self._visits.at_the_door(request, lambda turn, _visit: factors.begin_try(turn, kind))
        step = await self._visits.hashed(self._compare, begun.value, typed)
        if step is None:
            return Wrong(factor=kind.value)

        def unit(turn: Turn, visit: Visit) -> None:
            factors.succeed(turn, begun.value, step or None)
            door.unlock(turn, visit.session.id, kind)

        await self._visits.at_the_door(request, unit)
        return RIGHT

    def _compare(self, tried: Tried, typed: str) -> int | None:
        """0 for the right PIN, the time step of a right code, nothing for a wrong one."""
        if tried.kind is FactorKind.PIN:
            return 0 if pin.matches(typed, pin.PinHash.from_bytes(tried.secret)) else None
        return totp.matches(tried.secret.decode(), typed, self._parts.clock.now(), None)

    async def lock(self, request: Request) -> Response:
        """Lock at once, everywhere."""
        await self._visits.own_form(request)
        await self._visits.at_the_door(request, lambda turn, _visit: door.lock(turn))
        return answers.goto(root_of(cookies.token_of(request)) + "unlock")

    async def _goes_on(self, token: str, launched: Launch) -> bool:
        """Whether the cookie's session is that person's, and the launch data its own or newer."""
        now = self._parts.clock.now()

        def unit(session: Session) -> bool:
            visit = door.visit(session, cookies.digest(token), now)
            return visit is not None and visit.member.telegram_id == launched.telegram_id

        return await self._parts.store.run(unit)

    def _unlock_page(self, turn: Turn, to: str, *, kept: bool, wrong: Wrong) -> UnlockPage:
        kinds = factors.kinds(turn)
        return UnlockPage(
            to=to,
            new=not kinds,
            pin=FactorKind.PIN in kinds,
            totp=FactorKind.TOTP in kinds,
            passkey=FactorKind.PASSKEY in kinds,
            openid=FactorKind.OPENID in kinds and self._parts.openid is not None,
            wrong=wrong.factor,
            flaw=wrong.flaw,
            kept=kept,
        )


def flaw_of(form: dict[str, str]) -> str:
    """What is wrong with a new PIN in the fields `pin` and `again`: a word of `flaw`, empty if nothing is."""
    if form.get("pin") != form.get("again"):
        return "not_the_same"
    try:
        pin.require_fit(form.get("pin", ""))
    except pin.Unfit as unfit:
        return unfit.reason.value
    return ""
