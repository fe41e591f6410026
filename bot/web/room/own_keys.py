"""One's own ways in: the page, and a new PIN. What needs more than one transaction, or to know the board's login."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.actions import factors, handles
from bot.actions.door import Visit
from bot.errors import Refused
from bot.locks import pin
from bot.pages import keys, paths
from bot.turn import Turn
from bot.web.room import answers, cookies
from bot.web.room.entrance import flaw_of
from bot.web.room.inside import root_of
from bot.web.room.visits import StillLocked, Visits
from messages.room.pages import KeysPage
from models import FactorKind

Endpoint = Callable[[Request], Awaitable[Response]]
SAID = frozenset(
    {
        "pin_changed",
        "app_added",
        "app_removed",
        "passkey_added",
        "passkey_removed",
        "login_linked",
        "login_removed",
    }
)


class Keys:
    """The page of the keys, and what is done there besides the table of pages."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._has_login = visits.parts.openid is not None

    async def show(self, request: Request) -> Response:
        """One's ways in."""
        return await self.page(request)

    async def page(self, request: Request, *, flaw: str = "", wrong: str = "", token: str | None = None) -> Response:
        """The page, with what was wrong with a form on it; `token` as in `Visits.at_the_door`."""

        def unit(turn: Turn, _visit: Visit) -> KeysPage:
            more = len(handles.passkey_ids(turn)) < handles.MOST_PASSKEYS
            ways = factors.ways_in(turn)
            return keys.page(ways, more_passkeys=more, has_login=self._has_login, flaw=flaw, wrong=wrong)

        visited = await self._visits.within(request, unit, token)
        said = request.query_params.get("said", "")
        frame = self._visits.frame(request, visited, inside=True, said=said if said in SAID else "")
        return self._visits.show(visited.value, frame, 422 if flaw else 403 if wrong else 200)

    async def change_pin(self, request: Request) -> Response:
        """A new PIN for whoever knows the old one, which is asked again and counted as at the door.

        The new one is looked at first: a try is not spent on one that is not fit.
        """
        form = await self._visits.own_form(request)
        flaw = flaw_of(form)
        if flaw:
            return await self.page(request, flaw=flaw)
        begun = await self._visits.within(request, lambda turn, _visit: factors.begin_try(turn, FactorKind.PIN))
        old = pin.PinHash.from_bytes(begun.value.secret)
        if not await self._visits.hashed(pin.matches, form.get("old", ""), old):
            return await self.page(request, wrong="pin")
        salt = self._visits.parts.random_bytes(pin.SALT_BYTES)
        kept = await self._visits.hashed(pin.hash_pin, form["pin"], salt)

        def unit(turn: Turn, visit: Visit) -> None:
            factors.change_pin(turn, begun.value, kept.to_bytes(), visit.session.id)

        await self._visits.within(request, unit)
        return self.done(cookies.token_of(request), "pin_changed")

    def done(self, token: str, said: str) -> Response:
        """Back to the keys, where `said` is said."""
        return answers.goto(f"{root_of(token)}{paths.KEYS}?said={said}")


def for_those_inside(visits: Visits, answer: Endpoint) -> Endpoint:
    """`answer` for somebody who has unlocked; to the lock, or an expected no, for others."""

    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except StillLocked:
            return visits.locked(request, paths.KEYS)
        except Refused as no:
            return await visits.refused(request, no.view, paths.KEYS, inside=True)

    return endpoint
