"""What the room answers: pages that are never kept, never framed by strangers, and run nothing but our own script."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

STATIC = Path(str(files("bot.web.room").joinpath("static")))
A_YEAR = 365 * 24 * 3600
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def policy(ancestors: str) -> str:
    """The Content-Security-Policy of every page; `ancestors` may frame it."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'self'; frame-ancestors {ancestors}"
    )


def finish(response: Response, ancestors: str) -> Response:
    """Add what every answer of the room carries."""
    response.headers["Content-Security-Policy"] = policy(ancestors)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def html(text: str, status: int = 200) -> Response:
    """A page."""
    return Response(text, status, media_type="text/html; charset=utf-8")


def goto(path: str) -> Response:
    """Go there with a GET (RFC 9110, 15.4.4)."""
    return RedirectResponse(path, 303)


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A file to fetch."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type=media_type, headers=headers)


@cache
def assets() -> dict[str, str]:
    """Our own files' addresses, each with the digest of what it holds, so that it can be kept for ever."""
    return {path.name: f"/room/static/{_mark(path)}/{path.name}" for path in sorted(STATIC.iterdir()) if path.is_file()}


def asset(mark: str, name: str) -> Response | None:
    """The file at such an address, or nothing."""
    path = STATIC / name
    if name not in assets() or assets()[name] != f"/room/static/{mark}/{name}":
        return None
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers=headers)


async def static(request: Request) -> Response:
    """One of our own files, at its address."""
    return asset(request.path_params["mark"], request.path_params["name"]) or Response("", 404)


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
