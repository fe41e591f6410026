"""Forged and mutated requests to the room, drawn from seeded dice, and what the room answers."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from sqlalchemy import func, select
from sqlmodel import SQLModel
from starlette.applications import Starlette

from bot.store import Store
from bot.web.room import cookies

FORM = "application/x-www-form-urlencoded"
REFUSALS = frozenset({400, 401, 403, 404, 405, 413, 415, 422})
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "x" * 30)
HOSTILE = ("<script>alert(1)</script>", "\u202e\u2066", "' OR 1=1 --", "../../etc/passwd", "{{7*7}}", "%00")


@dataclass(frozen=True)
class Shot:
    """One request; `path` is as it stands in the request line."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def shoot(app: Starlette, shot: Shot) -> tuple[int, dict[str, str], bytes]:
    """The answer to one request, through the whole application (ASGI) as uvicorn calls it."""
    raw, _, query = shot.path.partition("?")
    headers = {"host": "room.example", **{name.lower(): value for name, value in shot.headers.items()}}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": shot.method,
        "scheme": "https",
        "path": unquote(raw),
        "raw_path": raw.encode("utf-8", "surrogateescape"),
        "query_string": query.encode("utf-8", "surrogateescape"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("utf-8", "replace")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    messages: list[Any] = [{"type": "http.request", "body": shot.body, "more_body": False}]
    answered: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    await app(scope, receive, send)
    head = {name.decode(): value.decode("latin-1") for name, value in answered[0]["headers"]}
    return answered[0]["status"], head, b"".join(each.get("body", b"") for each in answered[1:])


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""

    def unit(session: Any) -> dict[str, int]:
        tables = SQLModel.metadata.sorted_tables
        return {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}

    return store.run_now(unit)


def launches(genuine: str, dice: random.Random) -> Iterable[Shot]:
    """Posts of launch data of which nothing is genuine any more."""
    own = {"content-type": FORM, "sec-fetch-site": "same-origin"}
    while True:
        spoiled = dice.choice(SPOILED)(genuine, dice)
        if _meaning(spoiled) == _meaning(genuine):
            continue  # another spelling of the same
        body = urlencode({"init_data": spoiled, "to": dice.choice(("", "day", *HOSTILE))})
        yield Shot("POST", "/room/launch", own, body.encode())


def _meaning(data: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(data, keep_blank_values=True))


def forged_cookies(genuine: str, paths: list[str], dice: random.Random) -> Iterable[Shot]:
    """Requests with a cookie that is not quite `genuine` (64 hex digits)."""
    while True:
        token = dice.choice(TOKENS)(genuine, dice)
        if token.strip() == genuine:
            continue  # a cookie's value has no blanks around it (RFC 6265, 5.2)
        slot = dice.choice((cookies.slot_of(token), cookies.slot_of(genuine), "0" * 10, quote(token, safe="")[:40]))
        name = dice.choice((cookies.PREFIX, "room-", "__host-room-", cookies.PREFIX.upper())) + slot
        method, path = dice.choice(("GET", "GET", "POST")), dice.choice(paths)
        body = urlencode({"csrf": cookies.csrf_token(token), "words": "x"}, errors="replace").encode()
        headers = {"cookie": f"{name}={token}", "content-type": FORM, "sec-fetch-site": "same-origin"}
        yield Shot(method, f"/room/{slot}/{path}", headers, body if method == "POST" else b"")


def forged_forms(genuine: str, paths: list[str], dice: random.Random) -> Iterable[Shot]:
    """Posts of somebody inside whose form, body or headers are not of our own page."""
    slot, csrf = cookies.slot_of(genuine), cookies.csrf_token(genuine)
    while True:
        yield dice.choice(FORMS)(slot, f"{cookies.PREFIX}{slot}={genuine}", csrf, dice.choice(paths), dice)


def _post(cookie: str, slot: str, path: str, body: bytes, **headers: str) -> Shot:
    given = {"cookie": cookie, "content-type": FORM, "sec-fetch-site": "same-origin"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    left = {name: value for name, value in {**given, **named}.items() if value}
    return Shot("POST", f"/room/{slot}/{path}", left, body)


def _wrong_token(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    wrong = dice.choice([make(csrf, dice) for make in TOKENS] + ["", csrf.upper(), csrf + "0", "é" * 64])
    return _post(cookie, slot, path, urlencode({"csrf": wrong if wrong != csrf else "", "words": "x"}).encode())


def _no_token(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    return _post(cookie, slot, path, urlencode({"words": dice.choice(HOSTILE), "pin": "482913"}).encode())


def _other_site(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    body = urlencode({"csrf": csrf, "words": "x"}).encode()
    site = dice.choice(("cross-site", "same-site", "none", "SAME-ORIGIN", "same-origin, cross-site", "x"))
    if dice.random() < 0.5:
        return _post(cookie, slot, path, body, sec_fetch_site=site)
    origin = dice.choice(("null", "https://evil.example", "http://127.0.0.1", ""))
    return _post(cookie, slot, path, body, sec_fetch_site="", origin=origin)


def _other_type(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    kinds = ("", "text/plain", "application/json", "multipart/form-data; boundary=x", FORM + "x", f"text/plain;{FORM}")
    body = urlencode({"csrf": csrf, "words": "x"}).encode()
    return _post(cookie, slot, path, body, content_type=dice.choice(kinds))


def _broken_body(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    whole = urlencode({"csrf": csrf, "words": "x"}).encode()
    bodies = (
        whole + b"&csrf=" + csrf.encode(),
        whole + b"&x",
        whole + b"&y=%00",
        whole + b"&%00=y",
        whole + b"&y=%ff%fe",
        whole + b"&y=%ed%a0%80",
        whole + b"&y=" + bytes([dice.randrange(128, 256)]),
        whole + b"&a=1" * 70,
        whole[: dice.randrange(1, len(whole) - 10)],
        dice.randbytes(dice.randrange(1, 300)),
        b"&" * 5,
    )
    return _post(cookie, slot, path, dice.choice(bodies))


def _other_method(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    method = dice.choice(METHODS[3:])
    return Shot(method, f"/room/{slot}/{path}", {"cookie": cookie}, urlencode({"csrf": csrf}).encode())


def _odd_path(slot: str, cookie: str, csrf: str, path: str, dice: random.Random) -> Shot:
    tricks = ("..", "%2e%2e", "%2f", "%00", "%0d%0a", "%c0%ae", "%ff", "//", "x" * 3000, "☃", "%E2%80%AE", ";a=b", "\\")
    inside = dice.choice(tricks)
    places = (f"/room/{inside}/{path}", f"/room/{slot}/{inside}/{path}", f"/room/{slot}/r/{inside}", f"/room//{slot}")
    return Shot(
        dice.choice(("GET", "POST")), dice.choice(places) + inside, {"cookie": cookie, "sec-fetch-site": "none"}
    )


def _flip(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ (1 << dice.randrange(7))) + text[at + 1 :]


def _cut(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text))]


def _repeat(text: str, dice: random.Random) -> str:
    return text + text[dice.randrange(len(text)) :]


def _shuffle(text: str, dice: random.Random) -> str:
    return "".join(dice.sample(text, len(text)))


def _invent(_text: str, dice: random.Random) -> str:
    return dice.randbytes(32).hex()


def _odd(text: str, dice: random.Random) -> str:
    return dice.choice(
        ("0" * 64, "A" * 64, "", "x" * 5000, text.upper(), f" {text}", "'; DROP TABLE member; --", "½" * 64)
    )


def _swap_fields(data: str, dice: random.Random) -> str:
    pairs = [pair.split("=", 1) for pair in data.split("&")]
    one, other = dice.sample(range(len(pairs)), 2)
    pairs[one][-1], pairs[other][-1] = pairs[other][-1], pairs[one][-1]
    return "&".join("=".join(pair) for pair in pairs)


def _drop_field(data: str, dice: random.Random) -> str:
    pairs = data.split("&")
    pairs.pop(dice.randrange(len(pairs)))
    return "&".join(pairs)


def _add_field(data: str, dice: random.Random) -> str:
    return data + "&" + dice.choice(("user=%7B%22id%22%3A4001%7D", "hash=" + "0" * 64, "x=1", "%00=1", "auth_date=1"))


def _other_person(data: str, dice: random.Random) -> str:
    return data.replace("4001", str(dice.randrange(1, 10**6)), 1)


Way = Callable[[str, random.Random], str]
TOKENS: tuple[Way, ...] = (_flip, _flip, _cut, _repeat, _shuffle, _invent, _odd)
SPOILED: tuple[Way, ...] = (_flip, _flip, _cut, _repeat, _swap_fields, _drop_field, _add_field, _other_person, _odd)
FORMS = (_wrong_token, _no_token, _other_site, _other_type, _broken_body, _other_method, _odd_path)


async def volley(app: Starlette, shots: Iterable[Shot], count: int) -> Counter[int]:
    """Send `count` of the shots; how often each status was answered.

    Raises:
        AssertionError: an answer without the room's headers, or one that sets a cookie.
    """
    statuses = Counter[int]()
    for _, shot in zip(range(count), shots, strict=False):
        status, headers, _ = await shoot(app, shot)
        statuses[status] += 1
        assert "set-cookie" not in headers, shot
        assert headers["content-security-policy"].startswith("default-src 'none'"), (status, shot)
        assert headers["cache-control"] == "no-store", (status, shot)
    return statuses
