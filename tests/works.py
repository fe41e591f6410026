"""The engine room on a bench: a real app against a local Telegram, its desk and delivery turned by hand."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import Session, col, select

from bot.app import App, build
from bot.callbacks import encode, signing_key
from bot.clock import Clock
from bot.demo.cast import CAST, MAJ, YLVA, Player
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.settings import Settings
from bot.store import Store
from models import Member, Notice, Referral, Role
from tests.hands import a_referral, member, turn

CANARY = "Kanariefågel"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
STRANGER = 9001


class Works:
    """An app whose updates and notices are handled when a test says so."""

    def __init__(self, app: App, telegram: LocalTelegram) -> None:
        self.app = app
        self.telegram = telegram
        self.world = telegram.world
        self.faults = telegram.faults

    async def serve(self) -> None:
        """Hand everything that waits to the desk at once, as the poller does, and wait for the answers."""
        waiting = self.world.updates.live()
        await asyncio.gather(*(self.app.desk.handle(json.loads(update.body)) for update in waiting))
        self.world.updates.discard(update.id for update in waiting)
        await self.app.desk.drain()

    def waiting(self) -> list[dict[str, Any]]:
        """The updates that wait, as they would come over the wire; they wait no more."""
        waiting = self.world.updates.live()
        self.world.updates.discard(update.id for update in waiting)
        return [json.loads(update.body) for update in waiting]

    async def types(self, who: Player | int, text: str) -> None:
        """`who` writes `text`, and it is served."""
        self.world.send_text(number_of(who), text)
        await self.serve()

    async def taps(self, who: Player | int, message_id: int, data: str) -> None:
        """`who` sends `data` as that of a button under `message_id`, and it is served."""
        self.world.tap(number_of(who), message_id, data)
        await self.serve()

    async def deliver(self) -> int:
        """Say what is due; how many notices were claimed."""
        total = 0
        while claimed := await self.app.delivery.deliver_due():
            total += claimed
        return total

    def heard(self, who: Player | int) -> list[dict[str, Any]]:
        """What the bot's messages to `who` are now, oldest first."""
        return [message for message in self.world.chat(number_of(who)) if message["from"]["is_bot"]]

    def texts(self, who: Player | int) -> list[str]:
        """Their texts."""
        return [str(message.get("text") or message.get("caption")) for message in self.heard(who)]

    def data(self, button: Any, who: Player | int) -> str:
        """The callback data of `button` for `who`."""
        return encode(button, signing_key(self.app.settings.token), number_of(who))


def number_of(who: Player | int) -> int:
    """Their Telegram id."""
    return who if isinstance(who, int) else who.telegram_id


@asynccontextmanager
async def works(
    url: str, clock: Clock, *, in_flight: int = 48, telegram: LocalTelegram | None = None
) -> AsyncIterator[Works]:
    """An app on the database behind `url`, which holds the cast, with a local Telegram that knows them all."""
    telegram = telegram or LocalTelegram(World(clock), first_pause_s=0.01, longest_pause_s=0.05)
    for player in CAST:
        telegram.world.add_user(player.telegram_id, player.name, started=True)
    telegram.world.add_user(STRANGER, "Främmande", started=True)
    async with telegram, another_app(url, clock, telegram, in_flight=in_flight) as app:
        yield Works(app, telegram)


@asynccontextmanager
async def another_app(url: str, clock: Clock, telegram: LocalTelegram, *, in_flight: int = 48) -> AsyncIterator[App]:
    """One more process's worth of parts on the same database and Telegram."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
        database_url=url,
        telegram_token=SecretStr(telegram.token),
        telegram_api_url=telegram.url,
        in_flight=in_flight,
    )
    app = build(settings, clock, random.Random(7))
    app.chat_pause = 0.0
    async with app:
        yield app


def crowd(store: Store, world: World | None, count: int, now: datetime) -> list[int]:
    """`count` more members of Maj's board, Telegram ids from 10000 on; their ids."""

    def unit(session: Session) -> list[int]:
        board = member(session, MAJ).organisation_id
        people = [
            Member(telegram_id=10_000 + n, name=f"Nr {n}", role=Role.MANAGER, organisation_id=board, joined_at=now)
            for n in range(count)
        ]
        session.add_all(people)
        session.flush()
        return [person.id for person in people]

    if world:
        for n in range(count):
            world.add_user(10_000 + n, f"Nr {n}", started=True)
    return store.run_now(unit)


def ids(store: Store, players: Iterable[Player] = CAST) -> dict[Player, int]:
    """The members' ids."""
    return store.run_now(lambda session: {player: member(session, player).id for player in players})


def rows(store: Store, table: type[Any]) -> list[Any]:
    """All rows of `table`, by their id where they have one."""
    order = getattr(table, "id", None)

    def unit(session: Session) -> list[Any]:
        statement = select(table)
        return list(session.exec(statement.order_by(order) if order is not None else statement).all())

    return store.run_now(unit)


def notices(store: Store) -> list[Notice]:
    """All notices, in the order they were owed."""
    return rows(store, Notice)


def referral_of(session: Session, referral_id: int) -> Referral:
    """That referral."""
    return session.exec(select(Referral).where(col(Referral.id) == referral_id)).one()


def stored_bytes(url: str) -> bytes:
    """Everything that lies on disk of a SQLite database, its log included."""
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def send_referral(session: Session, now: datetime, seed: int = 7) -> Referral:
    """A referral from Ylva to Street Minds, sent as the chat sends it."""
    return a_referral(turn(session, YLVA, now, seed))
