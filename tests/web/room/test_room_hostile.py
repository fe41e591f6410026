"""Forged, broken and hostile requests: refused with the right status, nothing written, and no fault of ours.

`python -m tests.web.room` sends a hundred thousand of each.
"""

import random
from collections.abc import Callable, Iterable

import pytest
from starlette.applications import Starlette

from bot.demo.cast import YLVA
from bot.web.room.app import room_routes
from tests.web.room.attacks import REFUSALS, Shot, forged_cookies, forged_forms, launches, rows, shoot, volley
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

SHOTS = 1000
OVER_HTTP = 200
UNREAD = "Invalid HTTP request received."
"""uvicorn's own answer to what is no HTTP; it reaches no application."""


def application(room: OpenRoom) -> Starlette:
    return Starlette(routes=room_routes(room.parts))


def token_of(visitor: Visitor) -> str:
    return next(iter(visitor.browser.cookies.values()))


def paths(code: str) -> list[str]:
    return ["day", f"r/{code}", f"r/{code}/note", f"r/{code}/note/draft", f"r/{code}/about/reason", "lock", "unlock"]


def forms(code: str) -> list[str]:
    return [f"r/{code}/note", f"r/{code}/note/draft", f"r/{code}/about/reason", f"r/{code}/consent", "lock", "unlock"]


@ON_SQLITE
async def test_forged_launch_data_open_nothing(room: OpenRoom, ylva: Visitor) -> None:
    before = rows(room.store)
    genuine = ylva.room_data(YLVA)
    statuses = await volley(application(room), launches(genuine, random.Random(1)), SHOTS)
    assert set(statuses) == {403}
    assert rows(room.store) == before


@ON_SQLITE
async def test_forged_cookies_open_nothing(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    before = rows(room.store)
    shots = forged_cookies(token_of(ylva), paths(code), random.Random(2))
    statuses = await volley(application(room), shots, SHOTS)
    assert set(statuses) <= {401, 403, 404, 405}
    assert statuses[401] > SHOTS / 2
    assert rows(room.store) == before


async def test_forged_forms_of_somebody_inside_write_nothing(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    before = rows(room.store)
    shots = forged_forms(token_of(ylva), forms(code), random.Random(3))
    statuses = await volley(application(room), shots, SHOTS)
    assert set(statuses) <= REFUSALS
    assert {400, 403, 404, 405, 415} <= set(statuses)
    assert rows(room.store) == before


@ON_SQLITE
async def test_the_same_over_a_real_connection(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    before = rows(room.store)
    dice = random.Random(4)
    genuine, token = ylva.room_data(YLVA), token_of(ylva)
    kinds: list[Callable[[], Iterable[Shot]]] = [
        lambda: launches(genuine, dice),
        lambda: forged_cookies(token, paths(code), dice),
        lambda: forged_forms(token, forms(code), dice),
    ]
    seen = set()
    for kind in kinds:
        for _, shot in zip(range(OVER_HTTP), kind(), strict=False):
            if not shot.path.isascii() or any(not value.isascii() for value in shot.headers.values()):
                continue
            ylva.browser.cookies.clear()
            answer = await ylva.browser.request(shot.method, shot.path, dict(shot.headers), shot.body)
            seen.add(answer.status_code)
            if answer.text == UNREAD:
                continue
            assert answer.headers["content-security-policy"].startswith("default-src 'none'"), shot
    assert seen <= REFUSALS
    assert rows(room.store) == before


WANTED = [
    ("GET", "/room/", 404),
    ("GET", "/room/../room", 404),
    ("GET", "/room/%2e%2e/day", 401),
    ("GET", "/room/{slot}/day%0a", 404),
    ("GET", "/room/{slot}/%0d%0aX:y", 404),
    ("GET", "/room%0a", 404),
    ("GET", "/room/x/%2e%2e/%2e%2e/day", 404),
    ("GET", "/room//day", 404),
    ("GET", "/room/{slot}//day", 404),
    ("GET", "/room/{slot}/day/", 404),
    ("GET", "/room/{slot}/%00", 404),
    ("GET", "/room/{slot}/r/%00", 404),
    ("GET", "/room/{slot}/r/R-%E2%80%AEX", 404),
    ("GET", "/room/{slot}/r/" + "x" * 8000, 404),
    ("GET", "/room/{slot}/r/%ff%fe", 404),
    ("GET", "/room/{slot}/r/☃", 404),
    ("GET", "/room/{slot}/r/R-XXXXX/about/nosuch", 404),
    ("GET", "/room/{slot}/r/R-XXXXX/about/%00", 404),
    ("GET", "/room/{slot}/note/0/edit", 404),
    ("GET", "/room/{slot}/note/-1/edit", 404),
    ("GET", "/room/{slot}/note/999999999/edit", 404),
    ("GET", "/room/{slot}/note/99999999999999999999/edit", 404),
    ("GET", "/room/{slot}/note/٣/edit", 404),
    ("GET", "/room/{slot}/note/1e3/edit", 404),
    ("GET", "/room/{slot}/note/x/share", 405),
    ("GET", "/room/{slot}/lock", 405),
    ("GET", "/room/{slot}/r/R-XXXXX/consent", 405),
    ("POST", "/room", 405),
    ("POST", "/room/{slot}/day", 405),
    ("DELETE", "/room/{slot}/day", 405),
    ("PUT", "/room/launch", 405),
    ("OPTIONS", "/room/launch", 405),
    ("TRACE", "/room", 405),
    ("BREW", "/room/{slot}/unlock", 405),
    ("GET", "/room/static/x/room.css", 404),
    ("GET", "/room/static/../../etc/passwd", 404),
    ("GET", "/room/static/x/..%2f..%2f..%2fetc%2fpasswd", 404),
    ("POST", "/room/static/x/room.css", 405),
    ("GET", "/room/{slot}/day?page=\udcff", 400),
    ("GET", "/room/{slot}/day?page=-1", 200),
    ("GET", "/room/{slot}/day?page=999999999", 200),
    ("GET", "/room/{slot}/day?page=%00&page=%ff&said=%00", 200),
    ("GET", "/room/{slot}/day?" + "a=1&" * 2000, 200),
    ("HEAD", "/room/{slot}/day", 200),
    ("GET", "/room?to=%00%ff", 200),
]


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_odd_addresses_and_methods_find_nothing(room: OpenRoom, ylva: Visitor) -> None:
    app = application(room)
    slot = ylva.root.split("/")[2]
    cookie = "; ".join(f"{name}={value}" for name, value in ylva.browser.cookies.items())
    for method, path, wanted in WANTED:
        shot = Shot(method, path.format(slot=slot) if "{" in path else path, {"cookie": cookie})
        status, headers, _ = await shoot(app, shot)
        assert status == wanted, (method, path)
        assert headers["content-security-policy"].startswith("default-src 'none'"), (method, path)
        assert ("allow" in headers) == (status == 405)


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_odd_headers_and_cookies_are_no_faults(room: OpenRoom, ylva: Visitor) -> None:
    app = application(room)
    slot = ylva.root.split("/")[2]
    for headers in (
        {"host": "["},
        {"host": "evil.example:99999"},
        {"host": ""},
        {"cookie": "=;;;=a; a"},
        {"cookie": "\x7f\u00ff=1"},
        {"cookie": "a=1; " * 2000},
        {"accept-language": "\u00ff" * 100},
        {"content-length": "x"},
        {"sec-fetch-site": ""},
        {},
    ):
        for method, path in (("GET", f"/room/{slot}/day"), ("GET", "/room"), ("POST", "/room/launch")):
            status, _, _ = await shoot(app, Shot(method, path, headers))
            assert status in (200, 401, 415), (headers, method, path)


@ON_SQLITE
async def test_hostile_field_values_are_refused_or_kept_as_they_are(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    hostile = ("\x01", "9" * 400, "١٢", "x" * 5000, "2022-02-30", "99999-01-01", "\n")
    dice = random.Random(5)
    await ylva.get(f"r/{code}/note")
    fields = ylva.page.form(f"r/{code}/note").fields
    for name in (*fields, "to", "choice", "nosuch", "shared"):
        if name == "csrf":
            continue
        for value in dice.sample(hostile, 2):
            await ylva.send(f"r/{code}/note", {**fields, "words": "x", name: value})
            assert ylva.status in (303, 409, 422), (name, value)
            await ylva.send(f"r/{code}/note/draft", {**fields, name: value})
            assert ylva.status == 204
            await ylva.get(f"r/{code}/note")
            assert ylva.status == 200, (name, value)
