"""What may go on beside people who tap: a picture, a document, a backup, a key rotation, an import."""

import asyncio
import itertools
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession
from sqlmodel import Session, col, select

from bot.backup import keys
from bot.clock import Clock, today
from bot.sealed.ring import KeyRing, new_key
from bot.sealed.vault import Place, Vault
from bot.store import Store, open_engine
from models import Client, Organisation, OrganisationKind, Role
from tests.bench.board import a_member
from tests.bench.inside import Visitor, let_in
from tests.bench.processes import environment

MANAGER = 30_000
CLIENTS = 2_000
"""Whose keys are sealed anew."""
IMPORTED = 100
"""Agreements in a file."""


@dataclass(frozen=True)
class Ground:
    """Where the jobs are done: beside a bot on `url`, whose room is at `address`."""

    url: str
    folder: Path
    address: str
    manager: Visitor
    new_key: str
    old_key: str
    recipient: str

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told besides the usual."""
        return {
            "PUBLIC_URL": self.address,
            "PORT": self.address.rpartition(":")[2],
            "KEY_ENCRYPTION_KEY": f"{self.new_key},{self.old_key}",
            "BACKUP_RECIPIENTS": self.recipient,
            "BACKUP_FOLDER": str(self.folder / "backups"),
        }


def prepare(url: str, folder: Path, port: int, clock: Clock) -> Ground:
    """A manager inside the room, and people whose keys an old key has wrapped."""
    new, old = new_key("new"), new_key("old")
    public, _ = keys.new_pair()
    store = Store(open_engine(url), clock)
    manager = store.run_now(lambda session: _furnish(session, KeyRing.read(old), clock))
    store.close()
    return Ground(url, folder, f"http://127.0.0.1:{port}", manager, new, old, public)


def _furnish(session: Session, ring: KeyRing, clock: Clock) -> Visitor:
    now = clock.now()
    board = session.exec(select(Organisation).where(col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD)).one()
    manager = a_member(MANAGER, Role.MANAGER, board.id, now)
    session.add(manager)
    marks = [f"{number:016x}" for number in range(CLIENTS)]
    session.add_all(Client(mark=mark, made_at=now, erase_on=today(now) + timedelta(days=900)) for mark in marks)
    session.flush()
    vault = Vault(ring)
    for mark in marks:
        vault.seal(session, mark, "ord", Place("bench", "words", mark))  # which makes the person's key
    return let_in(session, manager, now)


class Jobs:
    """Does one job after the other until it is told to stop, and counts them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._numbers = itertools.count(1)
        self.kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "a chart": lambda: self._fetch("/steps/picture"),
            "a document": lambda: self._fetch("/documents/followup"),
            "a backup": self._back_up,
            "a key rotation": self._rotate,
            "an import": self._import,
        }

    async def keep_doing(self, kind: str, stop: asyncio.Event) -> int:
        """Do it again and again until `stop` is set; how often it was begun."""
        times = 0
        while not stop.is_set():
            times += 1
            await self.kinds[kind]()
        return times

    async def _fetch(self, path: str) -> None:
        manager = self._ground.manager
        async with (
            ClientSession(self._ground.address) as http,
            http.get(manager.root + path, headers=manager.headers, allow_redirects=False) as answer,
        ):
            body = await answer.read()
            assert answer.status == 200, (path, answer.status, body[:300])

    async def _back_up(self) -> None:
        await self._run("backup", "take", "--out", f"{next(self._numbers)}.age")

    async def _rotate(self) -> None:
        ring = [self._ground.new_key, self._ground.old_key]
        if next(self._numbers) % 2:
            ring.reverse()
        await self._run("keys", "rotate", KEY_ENCRYPTION_KEY=",".join(ring))

    async def _import(self) -> None:
        number = next(self._numbers)
        file = self._ground.folder / f"import-{number}.toml"
        file.write_text(_partnerships(number), encoding="utf-8")
        await self._run("import", str(file))

    async def _run(self, *command: str, **more: str) -> None:
        told = {**self._ground.settings, "DATABASE_URL": self._ground.url, **more}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command),
            cwd=self._ground.folder,
            env=environment(**told),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        assert process.returncode == 0, (command, said.decode()[-1000:])


def _partnerships(number: int) -> str:
    """A file with so many agreements that nobody has heard of."""
    board = f"Importnämnden {number}"
    lines = [f'[board]\nname = "{board}"\nkind = "municipal_board"\n']
    for each in range(IMPORTED):
        partner = f"Förening {number}-{each}"
        lines.append(f'[[organisation]]\nname = "{partner}"\n')
        lines.append(
            f'[[agreement]]\nname = "{partner}"\nparties = ["{board}", "{partner}"]\n'
            "valid_from = 2024-01-01\nvalid_to = 2030-12-31\n"
        )
    return "\n".join(lines)
