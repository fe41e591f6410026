"""Somebody who opens the sealed room: signs in, and presses *reload* when a page does not come."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx

from bot.demo.cast import Player as Person
from bot.demo.telegram.api import TOKEN
from bot.demo.telegram.webapp import init_data
from tests.faults.ledger import Ledger, Words
from tests.web.room.reading import Form
from tests.web.room.visiting import Browser, Visitor

PIN = "482913"
PAUSE_SECONDS = 0.2
COMES_AGAIN = frozenset({429, 502, 503})
"""Storage away, not open yet, or locked for a while after tries that a kill left counted."""
FRUIT = ("äpplen", "päron", "plommon", "hallon", "krusbär", "lingon", "nypon", "rabarber", "vinbär", "kvitten")


class Room(Visitor):
    """A browser in which the room is open."""

    def __init__(self, url: str) -> None:
        self.browser = Browser(url)
        self.root, self.path, self.data, self.language = "/room/", "", "", "sv"

    async def knock(self) -> None:
        """Open the page that Telegram opens."""
        await self._goto("/room?to=")

    async def show(self, form: Form, data: str) -> None:
        """Send the launch data, as the page's script does; from then on pages stand below one's own root."""
        await self.submit(form, init_data=data)
        if "/unlock" in self.path:
            self.root = self.path.partition("unlock")[0]


class Guest:
    """Somebody in the room at `url`; `now` tells the shared time."""

    def __init__(
        self, person: Person, url: str, ledger: Ledger, chance: random.Random, now: Callable[[], datetime]
    ) -> None:
        self.person = person
        self.ledger = ledger
        self.chance = chance
        self.room = Room(url)
        self._now = now
        self._inside = False

    async def play(self, enough: asyncio.Event) -> None:
        """Do one thing after another until `enough` is set."""
        try:
            while not enough.is_set():
                await self.act()
                await asyncio.sleep(self.chance.uniform(0.1, 1.0))
        finally:
            await self.room.browser.close()

    async def act(self) -> None:
        """One thing, to its end."""
        raise NotImplementedError

    async def open(self, path: str) -> None:
        """Open the page `path`, signing in as often as is asked for."""
        while True:
            while not self._inside:
                await self._come_in()
            await self.answered(lambda: self.room.get(path))
            if not await self._must_sign_in():
                return

    async def send(self, form: Form, **fields: str) -> bool:
        """Send a form of the page, and again until an answer comes; whether it was taken by somebody inside."""
        await self.answered(lambda: self.room.submit(form, **fields))
        if 'name="choice"' in self.room.html:
            await self.answered(lambda: self.room.submit(form, **fields, choice="keep"))
        return not await self._must_sign_in()

    async def answered(self, step: Callable[[], Awaitable[None]]) -> None:
        """Do `step` until the bot answers it."""
        while True:
            try:
                await step()
            except httpx.TransportError:
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            if self.room.status not in COMES_AGAIN:
                return
            await asyncio.sleep(PAUSE_SECONDS)

    async def _must_sign_in(self) -> bool:
        """Whether the session was over or locked; in the second case the PIN was given."""
        if self.room.status == httpx.codes.UNAUTHORIZED:
            self._inside = False
            return True
        if "/unlock" not in self.room.path:
            return False
        await self._unlock()
        return True

    async def _come_in(self) -> None:
        self.room.browser.cookies.clear()
        user = {"id": self.person.telegram_id, "first_name": self.person.name, "language_code": "sv"}
        await self.answered(self.room.knock)
        form, data = self.room.page.form("/room/launch"), init_data(TOKEN, user, self._now(), self.chance)
        await self.answered(lambda: self.room.show(form, data))
        await self._unlock()
        self._inside = self.room.status == httpx.codes.OK
        if not self._inside:  # launch data opens the room once, and the answer to it was lost
            await asyncio.sleep(PAUSE_SECONDS)

    async def _unlock(self) -> None:
        """Choose a PIN where there is none yet, or give it."""
        while self.room.status == httpx.codes.OK and "/unlock" in self.room.path:
            form = self.room.page.form("unlock")
            fields = {"pin": PIN, "again": PIN} if "again" in form.fields else {"pin": PIN}
            await self.answered(lambda form=form, fields=fields: self.room.submit(form, **fields))  # type: ignore[misc]
            if self.room.status == httpx.codes.CONFLICT:  # it was chosen before the answer was lost
                await self.answered(lambda: self.room.get("unlock"))

    def words(self, kind: str) -> Words:
        """Words that nobody else writes, and that identify nobody."""
        number = self.ledger.next_number()
        text = "Samtal om " + ", ".join(FRUIT[int(digit)] for digit in str(number)) + "."
        said = Words(kind, self.person.telegram_id, text)
        self.ledger.words.append(said)
        return said
