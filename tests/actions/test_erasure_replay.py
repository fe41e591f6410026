"""A restored backup brings nobody back: what the ledger names is erased before anything can be read."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from bot.actions import erasure, notes
from bot.app import build
from bot.clock import today
from bot.demo.cast import YLVA
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.sealed.ledger import Ledger, LedgerUnreadable, digest
from bot.settings import Settings
from bot.store import Store, open_engine
from models import Client, NoteKind, NoteVersion, Referral
from tests.actions.erasing import DICE, an_ended_file, ledger_of
from tests.hands import HandClock
from tests.sealed.files import a_file, room_house, room_turn
from tests.works import ON_SQLITE

ROOT = Path(__file__).parents[2]


def replayed(store: Store, ledger: Ledger, now: datetime) -> int:
    """How many a start erases anew."""
    erased, after, total = ledger.read(), "", 0
    while True:
        after, count = store.run_now(
            lambda session, after=after: erasure.replay(session, erased, after, now, DICE)  # type: ignore[misc]
        )
        total += count
        if not after:
            return total


def file_of(store: Store, now: datetime, folder: Path, *, ended: bool = True) -> tuple[int, str]:
    """The ids of a file."""
    house = room_house(folder)

    def unit(session: Session) -> tuple[int, str]:
        referral = an_ended_file(session, now, house) if ended else a_file(session, now, house)
        return referral.id, referral.person

    return store.run_now(unit)


def test_who_stands_in_the_ledger_and_is_not_erased_is_erased_at_the_start(
    played: Store, now: datetime, tmp_path: Path
) -> None:
    number, person = file_of(played, now, tmp_path)
    ledger = ledger_of(room_house(tmp_path))
    ledger.write([person], now + timedelta(days=1))

    assert replayed(played, ledger, now + timedelta(days=9)) == 1
    assert replayed(played, ledger, now + timedelta(days=9)) == 0

    with Session(played.engine) as session:
        assert session.get_one(Client, person).wrapped_key is None
        assert session.get_one(Referral, number).erased_at == now + timedelta(days=9)
        assert not session.exec(select(NoteVersion)).all()


def test_what_was_open_in_the_backup_is_erased_too_and_waits_for_nobody(
    played: Store, now: datetime, tmp_path: Path
) -> None:
    number, person = file_of(played, now, tmp_path, ended=False)
    ledger = ledger_of(room_house(tmp_path))
    ledger.write([person], now + timedelta(days=1))

    assert replayed(played, ledger, now + timedelta(days=2)) == 1

    with Session(played.engine) as session:
        referral = session.get_one(Referral, number)
        assert not referral.is_open
        assert (referral.waiting_since, referral.nudge_on, referral.contact_due_on) == (None, None, None)


def test_an_erasure_that_was_never_committed_does_not_take_what_was_noted_afterwards(
    played: Store, now: datetime, tmp_path: Path
) -> None:
    house = room_house(tmp_path)
    number, person = file_of(played, now, tmp_path)
    ledger_of(house).write([person], now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    played.run_now(
        lambda session: notes.add(room_turn(session, YLVA, later, house), number, NoteKind.WRITTEN, today(now)).id
    )

    assert replayed(played, ledger_of(house), later) == 0

    with Session(played.engine) as session:
        assert session.get_one(Client, person).wrapped_key is not None


def test_nobody_else_is_erased(played: Store, now: datetime, tmp_path: Path) -> None:
    _, person = file_of(played, now, tmp_path)
    rows = [{"mark": f"{number:016x}", "made_at": now, "erase_on": today(now)} for number in range(erasure.REPLAYED)]
    played.run_now(lambda session: session.execute(insert(Client), rows))
    ledger = ledger_of(room_house(tmp_path))
    ledger.write([person, "somebody of another database"], now + timedelta(days=1))

    assert replayed(played, ledger, now) == 1

    with Session(played.engine) as session:
        erased = select(func.count()).select_from(Client).where(col(Client.erased_at).is_not(None))
        assert session.exec(erased).one() == 1


async def test_an_app_erases_anew_before_it_does_anything_else(
    played: Store, database_url: str, clock: HandClock, now: datetime, tmp_path: Path
) -> None:
    _, person = file_of(played, now, tmp_path)
    Ledger(tmp_path / "erased.log").write([person], now + timedelta(days=1))

    async with LocalTelegram(World(clock)) as telegram, build(settings(telegram, database_url, tmp_path), clock):
        with Session(played.engine) as session:
            assert session.get_one(Client, person).erased_at


async def test_without_a_ledger_that_can_be_read_no_app_starts(
    played: Store, database_url: str, clock: HandClock, tmp_path: Path
) -> None:
    (tmp_path / "erased.log").mkdir()

    async with LocalTelegram(World(clock)) as telegram:
        app = build(settings(telegram, database_url, tmp_path), clock)
        with pytest.raises(LedgerUnreadable):
            await app.__aenter__()


def settings(telegram: LocalTelegram, url: str, folder: Path) -> Settings:
    """An app's settings, with the ledger in `folder`."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
        database_url=url,
        telegram_token=SecretStr(telegram.token),
        telegram_api_url=telegram.url,
        erasure_ledger=folder / "erased.log",
    )


ERASER = """
import random, sys
from datetime import datetime
from pathlib import Path
from bot.actions import erasure
from bot.clock import SystemClock
from bot.sealed.ledger import Ledger
from bot.store import Store, open_engine

url, folder, mark, moment = sys.argv[1:]
store = Store(open_engine(url), SystemClock())
ledger = Ledger(Path(folder) / "erased.log")
store.run_now(lambda session: erasure.erase(session, [mark], datetime.fromisoformat(moment), ledger, random.Random(1)))
store.close()
"""


@pytest.mark.parametrize("where", ["before-commit", "after-commit"])
def test_killed_between_the_ledger_and_the_commit_the_next_start_erases(
    played: Store, database_url: str, now: datetime, tmp_path: Path, where: str
) -> None:
    _, person = file_of(played, now, tmp_path)
    moment = now + timedelta(days=1)

    killed = subprocess.run(
        [sys.executable, "-c", ERASER, database_url, str(tmp_path), person, moment.isoformat()],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HANDSLAG_FAILPOINT": where},
        check=False,
        timeout=60,
    )

    assert killed.returncode == -signal.SIGKILL
    ledger = ledger_of(room_house(tmp_path))
    assert digest(person) in ledger.read()
    assert replayed(played, ledger, moment) == (1 if where == "before-commit" else 0)
    with Session(played.engine) as session:
        assert session.get_one(Client, person).wrapped_key is None


@ON_SQLITE
def test_a_backup_from_before_is_restored_and_its_person_does_not_come_back(
    played: Store, database_url: str, now: datetime, tmp_path: Path
) -> None:
    number, person = file_of(played, now, tmp_path)
    house = room_house(tmp_path)
    backup = tmp_path / "backup.db"
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    source.close()
    target.close()
    later = now + timedelta(days=1)
    played.run_now(lambda session: erasure.erase(session, [person], later, ledger_of(house), random.Random(1)))

    restored = Store(open_engine(f"sqlite:///{backup}"), HandClock(now))
    assert restored.run_now(lambda session: session.get_one(Client, person).wrapped_key)
    assert replayed(restored, ledger_of(house), later) == 1

    with Session(restored.engine) as session:
        assert session.get_one(Client, person).wrapped_key is None
        assert session.get_one(Referral, number).erased_at
    restored.close()
