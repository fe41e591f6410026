"""The sealed room as a browser in Telegram finds it: over HTTP, with cookies, and by reading the pages."""

import asyncio
import random
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette

from bot.actions import factors
from bot.demo.cast import YLVA, Player
from bot.demo.telegram.webapp import init_data
from bot.locks.pin import hash_pin
from bot.sealed import Vault
from bot.sealed.ledger import Ledger
from bot.sealed.ring import KeyRing, new_key
from bot.serving import Server
from bot.store import Store
from bot.turn import Turn
from bot.web.room.app import room_routes
from bot.web.room.parts import Parts
from models import FactorKind, Referral
from tests.hands import HOUSE, HandClock, a_referral, member
from tests.web.room.reading import Form, Page

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
PIN = "482913"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what does not hang on the database; what does meets PostgreSQL too."""
REDIRECTS = frozenset({303})


@dataclass
class OpenRoom:
    """A room that is served on loopback."""

    store: Store
    clock: HandClock
    parts: Parts

    @property
    def url(self) -> str:
        """Its origin."""
        return self.parts.origin

    def turn(self, session: Any, player: Player) -> Turn:
        """The player's turn, as the room makes it."""
        return Turn(session, member(session, player), self.clock.now(), self.parts.house, self.parts.dice)

    def refers(self, player: Player = YLVA) -> str:
        """`player` refers somebody to B2; the code."""

        def unit(session: Any) -> str:
            return a_referral(self.turn(session, player)).code

        return self.store.run_now(unit)

    def change(self, model: type[Any], key: Any, **fields: Any) -> None:
        """Let columns of a row be so, behind the room's back."""

        def unit(session: Any) -> None:
            row = session.get_one(model, key)
            for name, value in fields.items():
                setattr(row, name, value)

        self.store.run_now(unit)

    def has_pin(self, player: Player) -> None:
        """The player has chosen `PIN`, unless they have a PIN; hashed at a cost that tests can bear."""

        def unit(session: Any) -> None:
            turn = self.turn(session, player)
            if not factors.has_any(turn):
                factors.choose(turn, FactorKind.PIN, hash_pin(PIN, b"salt" * 4, 2, 1, 1).to_bytes())

        self.store.run_now(unit)

    def binds(self, player: Player, until: date | None) -> None:
        """The player's undertaking of secrecy is in force until then."""
        self.store.run_now(lambda session: setattr(member(session, player), "undertaking_until", until))

    def referral_id(self, code: str) -> int:
        """The row's id behind a code."""
        of_code = select(Referral.id).where(col(Referral.code) == code)
        return self.store.run_now(lambda session: session.exec(of_code).one())

    def visitor(self, browser: "Browser | None" = None) -> "Visitor":
        """Somebody with a browser of their own, or with one that is shared."""
        return Visitor(self, browser or Browser(self.url))


def parts(store: Store, clock: HandClock, origin: str, ledger: Ledger | None = None) -> Parts:
    """The room's parts as `bot/app.py` has them, with a new key and seeded dice."""
    house = replace(HOUSE, vault=Vault(KeyRing.read(new_key("test"))), room_url=origin, ledger=ledger)
    dice = random.Random(7)
    return Parts(
        store=store,
        clock=clock,
        house=house,
        dice=dice,
        random_bytes=dice.randbytes,
        token=TOKEN,
        ancestors="https://web.telegram.org",
    )


@asynccontextmanager
async def open_room(store: Store, clock: HandClock, ledger: Ledger | None = None) -> AsyncIterator[OpenRoom]:
    """Serve the room on a free port of loopback; `ledger` is where it is kept who was erased."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    room = OpenRoom(store, clock, parts(store, clock, f"http://127.0.0.1:{listening.getsockname()[1]}", ledger))
    server = Server(Starlette(routes=room_routes(room.parts)))
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn sends no word
        await asyncio.sleep(0.005)
    yield room
    server.should_exit = True
    await serving


class Browser:
    """Cookies and a connection. It sends `Secure` cookies to loopback, as browsers do."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: dict[str, str] = {}
        no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # or httpx reads every root certificate each time
        self._client = httpx.AsyncClient(base_url=url, timeout=30, verify=no_tls)

    async def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, content: bytes | None = None
    ) -> httpx.Response:
        """One request with the cookies; those that the answer sets are kept."""
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self._client.request(method, path, headers=sent, content=content)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    async def close(self) -> None:
        """Close it."""
        await self._client.aclose()


class Visitor:
    """Somebody in the room: opens pages, fills in their forms, follows where that leads.

    After each step `status`, `text`, `headers`, `path` and `page` are those of the page that is shown.
    """

    def __init__(self, room: OpenRoom, browser: Browser) -> None:
        self.room = room
        self.browser = browser
        self.root = "/room/"
        self.path = ""
        self.data = ""
        self.language = "sv"
        self.answer: httpx.Response

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.browser.close()

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.answer.status_code

    @property
    def text(self) -> str:
        """The page's text as a reader sees it, white space as single blanks."""
        return self.page.text

    @property
    def html(self) -> str:
        """The page as it came."""
        return self.answer.text

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the last answer."""
        return self.answer.headers

    @property
    def page(self) -> Page:
        """What the page holds."""
        return Page.read(self.answer.text)

    async def launch(self, player: Player, to: str = "", *, data: str = "") -> None:
        """Open the room from the chat as `player`, at the page `to`; with `data` of one's own if given."""
        self.data = data or self.room_data(player)
        await self._goto(f"/room?to={to}")
        await self.submit(self.page.form("/room/launch"), init_data=self.data)
        if self.path.startswith("/room/") and "/unlock" in self.path:
            self.root = self.path.partition("unlock")[0]
        elif self.status == httpx.codes.OK:
            self.root = self.page.base

    def room_data(self, player: Player, **more: Any) -> str:
        """Launch data as Telegram signs it for `player` now."""
        user = {"id": player.telegram_id, "first_name": player.name, "language_code": self.language}
        return init_data(TOKEN, user, self.room.clock.now(), self.room.parts.dice, **more)

    async def choose_pin(self, pin: str, again: str | None = None) -> None:
        """Choose a PIN on the page that asks for one."""
        await self.submit(self.page.form("unlock"), pin=pin, again=pin if again is None else again)

    async def unlock(self, pin: str = PIN) -> None:
        """Give the PIN on the page that asks for it."""
        await self.submit(self.page.form("unlock"), pin=pin)

    async def come_in(self, player: Player, to: str = "") -> Self:
        """Launch as somebody with a PIN, and give it."""
        self.room.has_pin(player)
        await self.launch(player, to)
        if "/unlock" in self.path:
            await self.unlock()
        assert self.status == httpx.codes.OK, (self.status, self.path, self.text)
        return self

    async def get(self, path: str, **headers: str) -> None:
        """Open the page `path` below one's own root, and follow where it leads."""
        await self._goto(self.root + path, headers)

    async def post(self, path: str, /, **fields: str) -> None:
        """Fill in the form of the page `path` that posts to it, as a person does, and send it."""
        await self.get(path)
        await self.submit(self.page.form(path), **fields)

    async def press(self, path: str) -> None:
        """Press the button of the form on this page that posts to `path`."""
        await self.submit(self.page.form(path))

    async def submit(self, form: Form, /, **fields: str) -> None:
        """Send a form of the page with `fields` filled in, and follow where it leads."""
        await self.send(form.action, {**form.fields, **fields})
        await self._follow()

    async def send(self, action: str, fields: dict[str, str], **headers: str) -> None:
        """Send fields as a form of our own page does, and follow nothing; `headers` stand with _ for -."""
        content = httpx.QueryParams(fields)
        await self._request("POST", urljoin(self.root, action), headers, str(content).encode())

    async def keep(self, path: str, /, **fields: str) -> None:
        """Keep a draft as the page's script does."""
        await self.keep_of(self.page.form(path), **fields)

    async def keep_of(self, form: Form, /, **fields: str) -> None:
        """The same of a form that was found before."""
        await self.send(form.draft, {**form.fields, **fields}, Sec_Fetch_Mode="cors")

    async def _goto(self, path: str, headers: dict[str, str] | None = None) -> None:
        await self._request("GET", path, headers or {})
        await self._follow()

    async def _follow(self) -> None:
        for _ in range(5):
            if self.status not in REDIRECTS:
                return
            await self._request("GET", urljoin(self.path, self.headers["location"]), {})
        raise AssertionError(f"redirected for ever: {self.path}")

    async def _request(self, method: str, path: str, headers: dict[str, str], content: bytes | None = None) -> None:
        sent = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Accept-Language": self.language}
        if content is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = await self.browser.request(method, path, sent, content)
        split = urlsplit(path)
        self.path = split.path + (f"?{split.query}" if split.query else "")
