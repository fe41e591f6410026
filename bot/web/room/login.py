"""The board's own login as the second factor (OpenID Connect), where the board has one.

Who somebody is there is linked to them inside the room first, after another factor; only then it unlocks. Whoever has
no factor yet chooses a PIN: a login that was never linked says nothing of who holds the Telegram account.

The way to the provider is a link on a page of its own: a form may not lead there, since the redirects after one are
held against the policy's form-action (CSP level 3, section 6.3), which lets forms reach ourselves only.

It works where the room is the window itself, as in Telegram's apps. Where it is framed, in Telegram Web, many providers
refuse to be shown, and a new window would not have the room's cookie, which belongs to the frame: the PIN stays.

What is kept while somebody is away (state, nonce, verifier) stands in their session, for one use: it opens nothing
without their cookie and the provider's code.
"""

from datetime import datetime, timedelta

import structlog
from aiohttp import ClientSession
from starlette.requests import Request
from starlette.responses import Response

from bot.actions import door, factors, handles, pending
from bot.actions.door import Visit
from bot.actions.pending import Purpose
from bot.errors import Refused
from bot.locks import openid
from bot.locks.openid import Endpoints, Pending, Provider
from bot.locks.openid_http import BadLogin
from bot.locks.openid_token import Identity
from bot.pages import paths
from bot.turn import Turn
from bot.web.room import answers, cookies
from bot.web.room.entrance import Entrance, Wrong, destination
from bot.web.room.inside import NobodyThere, root_of
from bot.web.room.own_keys import Keys
from bot.web.room.visits import StillLocked, Visits
from messages import views
from messages.room.pages import LoginPage
from models import FactorKind

log = structlog.get_logger()
BACK = "/room/login"
"""Where the provider sends the browser: registered with it, so the same for everybody."""
KEPT = timedelta(hours=1)
"""How long what the provider says of itself is believed."""
OPENID = FactorKind.OPENID.value


class Login:
    """Sends somebody to the provider, and reads what they come back with."""

    def __init__(self, visits: Visits, provider: Provider, entrance: Entrance, keys: Keys) -> None:
        self._visits = visits
        self._parts = visits.parts
        self._provider = provider
        self._entrance = entrance
        self._keys = keys
        self._redirect = visits.parts.house.room_url + BACK
        self._found: tuple[datetime, Endpoints] | None = None

    async def unlock(self, request: Request) -> Response:
        """From the door to the provider."""
        form = await self._visits.own_form(request)
        to = destination(form.get("to", ""))

        def unit(turn: Turn, visit: Visit, values: dict[str, str]) -> None:
            if factors.find(turn, FactorKind.OPENID) is None:
                raise Refused(views.Stale())
            pending.ask(turn, visit.session.id, Purpose.SHOW_LOGIN, {**values, "to": to})

        try:
            url, begun = await self._begin()
            visited = await self._visits.at_the_door(request, lambda turn, visit: unit(turn, visit, begun))
        except BadLogin as bad:
            return await self._failed(request, bad, to)
        except Refused as no:
            return await self._visits.refused(request, no.view, f"unlock?to={to}")
        return self._visits.show(LoginPage(url, f"unlock?to={to}"), self._visits.frame(request, visited))

    async def link(self, request: Request) -> Response:
        """From the keys to the provider."""
        await self._visits.own_form(request)
        try:
            url, begun = await self._begin()
        except BadLogin as bad:
            log.warning("no login at the board", reason=str(bad))
            return await self._keys.page(request, wrong=OPENID)
        visited = await self._visits.within(
            request, lambda turn, visit: pending.ask(turn, visit.session.id, Purpose.LINK_LOGIN, begun)
        )
        frame = self._visits.frame(request, visited, inside=True)
        return self._visits.show(LoginPage(url, paths.KEYS), frame)

    async def back(self, request: Request) -> Response:
        """Back from the provider, to the session that waits for this state, if any of the browser's does."""
        state = request.query_params.get("state", "")
        for token in cookies.all_tokens(request):
            taken = await self._taken(request, token, state)
            if taken:
                return await self._came_back(request, token, *taken)
        return self._visits.inside.closed(request, 403)

    async def _begin(self) -> tuple[str, dict[str, str]]:
        async with ClientSession() as http:
            endpoints = await self._endpoints(http)
        url, begun = openid.begin(self._provider, endpoints, self._redirect, self._parts.dice)
        return url, {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier}

    async def _endpoints(self, http: ClientSession) -> Endpoints:
        now = self._parts.clock.now()
        if self._found is None or now >= self._found[0] + KEPT:
            self._found = (now, await openid.discover(self._provider, http))
        return self._found[1]

    async def _taken(self, request: Request, token: str, state: str) -> tuple[Purpose, dict[str, str]] | None:
        """What the session of that cookie waits for, if it waits for this state; it does no longer."""

        def unit(turn: Turn, visit: Visit) -> tuple[Purpose, dict[str, str]] | None:
            if not pending.is_for(visit.session, "state", state):
                return None
            return pending.take(turn, visit.session.id, Purpose.LINK_LOGIN, Purpose.SHOW_LOGIN)

        try:
            return (await self._visits.at_the_door(request, unit, token)).value
        except NobodyThere:
            return None

    async def _came_back(self, request: Request, token: str, purpose: Purpose, kept: dict[str, str]) -> Response:
        links = purpose is Purpose.LINK_LOGIN
        try:
            identity = await self._identity(request, kept)
        except BadLogin as bad:
            if links:
                return await self._linked(request, token, bad)
            return await self._failed(request, bad, kept["to"], token)
        if links:
            return await self._linked(request, token, identity)

        def unit(turn: Turn, visit: Visit) -> bool:
            shown = handles.shows_login(turn, identity)
            if shown:
                door.unlock(turn, visit.session.id, FactorKind.OPENID)
            return shown

        if not (await self._visits.at_the_door(request, unit, token)).value:
            return await self._entrance.asks(request, kept["to"], wrong=Wrong(factor=OPENID), token=token)
        return answers.goto(root_of(token) + kept["to"])

    async def _linked(self, request: Request, token: str, came: Identity | BadLogin) -> Response:
        """Link who came back, if the room is still unlocked."""
        try:
            if isinstance(came, BadLogin):
                log.warning("no login at the board", reason=str(came))
                return await self._keys.page(request, wrong=OPENID, token=token)
            visited = await self._visits.within(request, lambda turn, _visit: handles.link_login(turn, came), token)
            if not visited.value:
                return await self._keys.page(request, wrong="taken", token=token)
        except StillLocked:
            return answers.goto(f"{root_of(token)}unlock?to={paths.KEYS}")
        return self._keys.done(token, "login_linked")

    async def _identity(self, request: Request, kept: dict[str, str]) -> Identity:
        waited = Pending(kept["state"], kept["nonce"], kept["verifier"])
        async with ClientSession() as http:
            return await openid.finish(
                self._provider,
                await self._endpoints(http),
                waited,
                self._redirect,
                request.url.query,
                http,
                self._parts.clock.now(),
            )

    async def _failed(self, request: Request, bad: BadLogin, to: str, token: str | None = None) -> Response:
        log.warning("no login at the board", reason=str(bad))
        return await self._entrance.asks(request, to, wrong=Wrong(factor=OPENID), token=token)
