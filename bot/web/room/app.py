"""The room's routes for Starlette: the entrance, our own files, and every page of the table."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.web.room import answers
from bot.web.room.entrance import Entrance
from bot.web.room.inside import Inside
from bot.web.room.login import BACK, Login
from bot.web.room.own_keys import Keys, for_those_inside
from bot.web.room.parts import Parts
from bot.web.room.passkey_entrance import PasskeyEntrance
from bot.web.room.routes import ROOMS
from bot.web.room.table import Room
from bot.web.room.visits import Visits

Endpoint = Callable[[Request], Awaitable[Response]]


class All(Convertor[str]):
    """The rest of a path, whatever it is; Starlette's own `path` stops at a line end."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return value


register_url_convertor("all", All())


def room_routes(parts: Parts) -> list[BaseRoute]:
    """Everything under /room."""
    inside = Inside(parts)
    visits = Visits(inside)
    entrance = Entrance(visits)
    keys = Keys(visits)
    before: list[tuple[str, Endpoint, str]] = [
        ("/room", entrance.launch_page, "GET"),
        ("/room/launch", entrance.launch, "POST"),
        ("/room/{slot}/unlock", entrance.unlock_page, "GET"),
        ("/room/{slot}/unlock", entrance.unlock, "POST"),
        ("/room/{slot}/lock", entrance.lock, "POST"),
        *_keys(visits, entrance, keys),
    ]
    return [
        Route("/room/static/{mark}/{name}", Place(inside, {"GET": answers.static})),
        *(Route(path, Place(inside, methods)) for path, methods in _by_path(before).items()),
        *(Route(f"/room/{{slot}}{room.path}", Place(inside, _methods(inside, room))) for room in ROOMS),
        Route("/room/{rest:all}", Place(inside, {})),
    ]


@dataclass(frozen=True)
class Place:
    """What stands at a path: an answer for each method that it knows; none where there is nothing.

    Not a function, so that Starlette leaves every method to it, and each answer, a refusal too, has the room's headers.
    """

    inside: Inside
    methods: Mapping[str, Endpoint]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        request = Request(scope, receive)
        response = await self.inside.guarded(request, lambda: self._answer(request))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if not request.scope["query_string"].isascii():
            return self.inside.refuse(400)  # RFC 3986: no such address
        if not request.scope["path"].isprintable():
            return self.inside.refuse(404)
        answer = self.methods.get("GET" if request.method == "HEAD" else request.method)
        if answer:
            return await answer(request)
        return self.inside.refuse(405, ", ".join(sorted(self.methods))) if self.methods else self.inside.refuse(404)


def _by_path(places: list[tuple[str, Endpoint, str]]) -> dict[str, dict[str, Endpoint]]:
    found: dict[str, dict[str, Endpoint]] = {}
    for path, answer, method in places:
        found.setdefault(path, {})[method] = answer
    return found


def _keys(visits: Visits, entrance: Entrance, keys: Keys) -> list[tuple[str, Endpoint, str]]:
    """The ways in besides the PIN, at the door and among one's keys."""
    passkey = PasskeyEntrance(visits, entrance, keys)
    at_the_door: list[tuple[str, Endpoint, str]] = [
        ("/room/{slot}/passkey/options", passkey.options, "POST"),
        ("/room/{slot}/passkey", passkey.unlock, "POST"),
    ]
    within: list[tuple[str, Endpoint, str]] = [
        ("/room/{slot}/keys", keys.show, "GET"),
        ("/room/{slot}/keys/pin", keys.change_pin, "POST"),
        ("/room/{slot}/keys/passkey/options", passkey.new_options, "POST"),
        ("/room/{slot}/keys/passkey", passkey.add, "POST"),
    ]
    if visits.parts.openid:
        login = Login(visits, visits.parts.openid, entrance, keys)
        at_the_door += [("/room/{slot}/login", login.unlock, "POST"), (BACK, login.back, "GET")]
        within.append(("/room/{slot}/keys/login", login.link, "POST"))
    guarded = [(path, for_those_inside(visits, answer), method) for path, answer, method in within]
    return at_the_door + guarded


def _methods(inside: Inside, room: Room) -> dict[str, Endpoint]:
    async def answer(request: Request) -> Response:
        return await inside.serve(request, room)

    return {method: answer for method, handler in (("GET", room.show), ("POST", room.do)) if handler}
