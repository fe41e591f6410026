"""The page that says that nothing can be saved or shown just now; what was being sent is handed back."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.room import answers, cookies
from bot.web.room.forms import BadForm, read_form
from messages.room import Frame, page
from messages.room.pages import AwayPage

RETRY_SECONDS = "5"
NOTHING: Mapping[str, str] = {}


def away(request: Request, token: str = "", form: Mapping[str, str] = NOTHING) -> Response:
    """The page, and in it the `form` of the visitor with `token`, to be sent again; a script gets the status alone."""
    headers = {"Retry-After": RETRY_SECONDS}
    if request.headers.get("sec-fetch-mode") == "cors":
        return Response("", 503, headers=headers)
    view = AwayPage(quote(request.scope["path"]) + query_of(request), tuple(form.items()))
    csrf = cookies.csrf_token(token) if token else ""
    answer = answers.html(page(view, Frame(language_of(request), csrf, assets=answers.assets())), 503)
    answer.headers.update(headers)
    return answer


def while_starting(ancestors: str) -> list[BaseRoute]:
    """The room before its process can serve: the page at every address; `ancestors` may frame it."""

    async def say_so(request: Request) -> Response:
        token = cookies.token_of(request)
        form = await _own_form(request, token) if request.method == "POST" else NOTHING
        return answers.finish(away(request, token, form), ancestors)

    return [
        Route("/room/static/{mark}/{name}", answers.static),
        Route("/room", say_so),
        Route("/room/{slot}/{rest:path}", say_so, methods=["GET", "POST"]),
    ]


async def _own_form(request: Request, token: str) -> Mapping[str, str]:
    """What was sent, where a page of ours for this visitor sent it: nobody else's words are put before them."""
    try:
        form = await read_form(request)
    except BadForm:
        return NOTHING
    return form if cookies.is_own_form(token, form.pop("csrf", "")) else NOTHING


def language_of(request: Request) -> str:
    """The language of somebody whom we do not know: their browser's first, as far as we have it."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "sv"


def query_of(request: Request) -> str:
    """The request's query with its mark, as it came; nothing where it is no address (RFC 3986: ASCII alone)."""
    query: bytes = request.scope["query_string"]
    return f"?{query.decode()}" if query and query.isascii() else ""
