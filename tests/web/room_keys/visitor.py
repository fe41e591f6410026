"""Somebody at the room's door, over HTTP, as a browser comes that keeps the cookie of its frame."""

import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import select
from sqlmodel import Session, col
from starlette.applications import Starlette

from bot.actions import factors
from bot.demo.cast import Player
from bot.locks import pin
from bot.locks.openid import Provider
from bot.sealed import KeyRing, Vault
from bot.sealed.ring import new_key
from bot.store import Store
from bot.turn import Turn
from bot.web.room import cookies
from bot.web.room.app import room_routes
from bot.web.room.parts import Parts
from models import AuditEntry, Factor, FactorKind, RoomSession
from tests.hands import HOUSE, HandClock, member
from tests.locks import launches

ORIGIN = "http://localhost:7001"
PIN = "482913"
COOKIE = re.compile(r"(__Host-room-\w+)=(\w+);")
T = TypeVar("T")


@dataclass
class House:
    """The room of a house with keys of its own, and what a test asks of its rows."""

    store: Store
    clock: HandClock
    openid: Provider | None = None

    def __post_init__(self) -> None:
        vault = Vault(KeyRing.read(new_key("test")))
        self.house = replace(HOUSE, vault=vault, room_url=ORIGIN)
        self.parts = Parts(
            store=self.store,
            clock=self.clock,
            house=self.house,
            dice=random.SystemRandom(),
            random_bytes=os.urandom,
            token=launches.TOKEN,
            ancestors="'self'",
            openid=self.openid,
        )
        self.app = Starlette(routes=room_routes(self.parts))

    def turn(self, player: Player, unit: Callable[[Turn], T]) -> T:
        """What `unit` does on the player's turn, in a transaction of its own."""
        return self.store.run_now(lambda session: unit(self.turn_in(session, player)))

    def turn_in(self, session: Session, player: Player) -> Turn:
        """The player's turn in a transaction that is open already."""
        return Turn(session, member(session, player), self.clock.now(), self.house, random.SystemRandom())

    def has_pin(self, player: Player, digits: str = PIN) -> None:
        """The player has a PIN, hashed cheaply."""
        cheap = pin.hash_pin(digits, os.urandom(pin.SALT_BYTES), n=2, r=1, p=1)
        self.turn(player, lambda turn: factors.choose(turn, FactorKind.PIN, cheap.to_bytes()))

    def factors(self, player: Player) -> list[Factor]:
        """The player's ways in, whether they work or not."""
        theirs = select(Factor).order_by(col(Factor.id))
        return self.turn(
            player, lambda turn: list(turn.session.scalars(theirs.where(col(Factor.member_id) == turn.who.id)))
        )

    def sessions(self, player: Player) -> list[RoomSession]:
        """The player's sessions, the oldest first."""
        theirs = select(RoomSession).order_by(col(RoomSession.id))
        return self.turn(
            player, lambda turn: list(turn.session.scalars(theirs.where(col(RoomSession.member_id) == turn.who.id)))
        )

    def audited(self, act: str) -> list[AuditEntry]:
        """What the audit says of `act`."""
        rows = select(AuditEntry).where(col(AuditEntry.act) == act).order_by(col(AuditEntry.id))
        return self.store.run_now(lambda session: list(session.scalars(rows)))


@dataclass
class Visitor:
    """One window that `player` has open on the room."""

    house: House
    player: Player
    token: str = ""
    name: str = ""

    @property
    def root(self) -> str:
        """The visitor's own root."""
        return f"/room/{cookies.slot_of(self.token)}/"

    async def comes(self) -> "Visitor":
        """Open the room from the chat."""
        user = {"id": self.player.telegram_id, "first_name": self.player.name}
        unsigned = launches.fields(self.house.clock.now(), user, query_id=os.urandom(8).hex())
        answer = await self._send("POST", "/room/launch", {"init_data": launches.signed(unsigned), "to": "day"})
        found = COOKIE.match(answer.headers["set-cookie"])
        assert found
        self.name, self.token = found.groups()
        return self

    async def unlocked(self) -> "Visitor":
        """Open the room, and show the PIN that `has_pin` gave."""
        await self.comes()
        answer = await self.posts("unlock", pin=PIN)
        assert answer.status_code == 303, answer.text
        return self

    async def gets(self, path: str) -> Response:
        """A page below one's root, or anywhere if it begins with a slash."""
        return await self._send("GET", self._at(path))

    async def posts(self, path: str, **fields: str) -> Response:
        """A form of one's own."""
        return await self._send("POST", self._at(path), {"csrf": cookies.csrf_token(self.token), **fields})

    async def is_inside(self) -> bool:
        """Whether the keys show."""
        return (await self.gets("keys")).status_code == 200

    def _at(self, path: str) -> str:
        return path if path.startswith("/") else self.root + path

    async def _send(self, method: str, path: str, fields: dict[str, str] | None = None) -> Response:
        headers = {"Sec-Fetch-Site": "same-origin"}
        if self.token:
            headers["Cookie"] = f"{self.name}={self.token}"
        async with AsyncClient(transport=ASGITransport(app=self.house.app), base_url=ORIGIN) as http:
            return await http.request(method, path, data=fields, headers=headers)
