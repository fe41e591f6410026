"""HTTP for the phones: the page of the demo, and harnesses that play people from outside."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from random import Random
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.demo.telegram import webapp
from bot.demo.telegram.refusals import PhoneError
from bot.demo.telegram.state import BOT, Json, Person
from bot.demo.telegram.world import World

PING_S = 15.0
_LAST = ("dropped", "closed")
Action = Callable[[int, Json], object]
Endpoint = Callable[[Request], Awaitable[Response]]


def reply(content: object, status: int = 200) -> Response:
    """`content` as a JSON answer."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json")


async def read_object(request: Request) -> Json:
    """The body as a JSON object, `{}` when empty; raises PhoneError on anything else."""
    body = await request.body()
    try:
        content: Any = json.loads(body) if body else {}
    except ValueError:
        raise PhoneError("the body is not JSON") from None
    if not isinstance(content, dict):
        raise PhoneError("the body is not a JSON object")
    return content


class Phones:
    """The phones of everybody in `world`, over HTTP. `token` signs what Mini Apps get; `dice` draws their query ids."""

    def __init__(self, world: World, token: str, dice: Random) -> None:
        self._world = world
        self._token = token
        self._dice = dice

    def routes(self) -> list[Route]:
        """Everything under /phones."""
        actions: dict[str, Action] = {
            "messages": self._write,
            "taps": self._tap,
            "edits": self._edit,
            "deletes": self._delete,
            "webapps": self._open_web_app,
            "block": lambda user_id, _: self._world.block(user_id),
            "unblock": lambda user_id, _: self._world.unblock(user_id),
        }
        return [
            Route("/phones", self._add, methods=["POST"]),
            Route("/phones/state", self._show_state),
            Route("/phones/events", self._events),
            Route("/phones/files/{file_id}", self._file),
            *(
                Route(f"/phones/{{user_id:int}}/{name}", _doing(action), methods=["POST"])
                for name, action in actions.items()
            ),
        ]

    def state(self) -> Json:
        """Everything a page needs to draw all phones."""
        phones = [self._phone(person) for person in self._world.people.values()]
        bot = {"first_name": BOT["first_name"], "username": BOT["username"]}
        return {"now": self._world.clock.now().isoformat(), "bot": bot, "phones": phones}

    def _phone(self, person: Person) -> Json:
        user = {
            "id": person.id,
            "first_name": person.first_name,
            "language_code": person.language_code,
            "role": person.role,
        }
        return {
            "user": user,
            "blocked": person.blocked,
            "commands": self._world.commands(person.id),
            "messages": self._world.chat(person.id),
        }

    async def _show_state(self, _request: Request) -> Response:
        return reply(self.state())

    async def _events(self, request: Request) -> Response:
        abort = request.scope.get("extensions", {}).get("handslag.abort", {}).get("now")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(abort), media_type="text/event-stream", headers=headers)

    async def _stream(self, abort: Callable[[], None] | None) -> AsyncIterator[bytes]:
        queue = self._world.subscribe(abort)
        try:
            yield _frame({"event": "state", "data": self.state()})
            while (event := await _next(queue))["event"] not in _LAST:
                yield _frame(event)
        finally:
            self._world.unsubscribe(queue)

    async def _add(self, request: Request) -> Response:
        try:
            given = await read_object(request)
            person = self._world.add_user(
                _whole(given, "id"),
                _text(given, "first_name"),
                str(given.get("language_code", "sv")),
                started=bool(given.get("started")),
                role=str(given.get("role", "")),
            )
        except PhoneError as error:
            return reply({"error": str(error)}, 400)
        return reply(self._phone(person), 201)

    async def _file(self, request: Request) -> Response:
        stored = self._world.files.get(request.path_params["file_id"])
        if stored is None:
            return reply({"error": "no such file"}, 404)
        picture = stored.content_type.startswith("image/") and "svg" not in stored.content_type
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        if not picture:
            headers["Content-Disposition"] = "attachment"
        return Response(stored.data, media_type=stored.content_type, headers=headers)

    def _write(self, user_id: int, given: Json) -> Json:
        reply_to = _whole(given, "reply_to") if given.get("reply_to") is not None else None
        if given.get("kind", "text") != "text":
            caption = given.get("caption")
            return self._world.send_other(user_id, _text(given, "kind"), str(caption) if caption else None, reply_to)
        return self._world.send_text(user_id, _text(given, "text"), reply_to)

    def _tap(self, user_id: int, given: Json) -> Json:
        return {"query_id": self._world.tap(user_id, _whole(given, "message_id"), _text(given, "data"))}

    def _edit(self, user_id: int, given: Json) -> Json:
        return self._world.edit_text(user_id, _whole(given, "message_id"), _text(given, "text"))

    def _delete(self, user_id: int, given: Json) -> None:
        self._world.delete(user_id, _whole(given, "message_id"))

    def _open_web_app(self, user_id: int, given: Json) -> Json:
        url = _text(given, "url")
        person = self._world.opener(user_id, _whole(given, "message_id"), url)
        data = webapp.init_data(self._token, webapp.user_of(person), self._world.clock.now(), self._dice)
        return {"url": webapp.launch_url(url, data, _theme(given))}


def _doing(action: Action) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            done = action(request.path_params["user_id"], await read_object(request))
        except PhoneError as error:
            return reply({"error": str(error)}, 400)
        return reply({} if done is None else done)

    return endpoint


async def _next(queue: asyncio.Queue[Json]) -> Json:
    """The next event, or a ping when nothing happens for a while."""
    try:
        return await asyncio.wait_for(queue.get(), PING_S)
    except TimeoutError:
        return {"event": "ping"}


def _frame(event: Json) -> bytes:
    if event["event"] == "ping":
        return b": ping\n\n"
    data = json.dumps(event["data"], ensure_ascii=False, separators=(",", ":"))
    return f"event: {event['event']}\ndata: {data}\n\n".encode("utf-8", "replace")


def _whole(given: Json, name: str) -> int:
    value = given.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PhoneError(f"{name} must be a whole number")
    return value


def _theme(given: Json) -> dict[str, str]:
    """The colours that the page asks for, as a client tells them to Telegram; the light ones when it does not."""
    theme = given.get("theme_params", dict(webapp.LIGHT))
    if not isinstance(theme, dict) or not all(isinstance(colour, str) for colour in theme.values()):
        raise PhoneError("theme_params must be texts by name")
    return theme


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise PhoneError(f"{name} must be a text")
    return value
