"""At ten to five one process takes the day's backup; a start after it takes it at once; who dies is followed."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from bot.backup import check, claims
from bot.backup.reading import Nobody, read
from bot.backup.scheduled import NAME, Scheduled
from bot.backup.taking import Taken
from bot.clock import at_local
from bot.settings import Settings
from bot.store import Store, open_engine
from models import Backup
from tests.backup import kept
from tests.hands import HandClock
from tests.works import ON_SQLITE

DAY = date(2022, 10, 4)
DUE = at_local(DAY, 4, 50)


@pytest.fixture
def hand() -> HandClock:
    """At ten to five."""
    return HandClock(DUE)


@pytest.fixture
def stores(database_url: str, played: Store, hand: HandClock) -> Iterator[list[Store]]:
    """Two processes' stores on one database."""
    made = [Store(open_engine(database_url), hand) for _ in range(2)]
    yield made
    for store in made:
        store.close()


def settings(store: Store, folder: Path, **more: str) -> Settings:
    """Those of a process that takes backups."""
    facts = {"backup_recipients": kept.PUBLIC, "database_url": kept.url_of(store), **more}
    return Settings(_env_file=None, backup_folder=folder, **facts)  # type: ignore[call-arg, arg-type]


def row(store: Store, day: date = DAY) -> Backup | None:
    """The day's."""
    with Session(store.engine) as session:
        return session.exec(select(Backup).where(col(Backup.day) == day)).first()


async def test_of_two_processes_one_takes_it(stores: list[Store], hand: HandClock, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    both = [Scheduled(store, settings(store, folder), hand) for store in stores]

    took = await asyncio.gather(*(one.look() for one in both))

    assert sorted(took) == [False, True]
    assert [path.name for path in folder.iterdir()] == ["handslag-2022-10-04.age"]
    said, file = row(stores[0]), folder / "handslag-2022-10-04.age"
    assert said
    assert (said.file, said.size, said.finished_at) == (file.name, file.stat().st_size, DUE)
    assert read(file, kept.IDENTITIES, Nobody()).header.taken_at == DUE
    assert not await both[0].look(), "it is done"


@ON_SQLITE
def test_it_is_due_from_ten_to_five_and_never_before(stores: list[Store]) -> None:
    def claimed(now: datetime) -> date | None:
        return stores[0].run_now(lambda session: claims.claim(session, now))

    assert claimed(at_local(DAY, 0, 5)) is None
    assert claimed(at_local(DAY, 4, 49)) is None
    assert claimed(at_local(DAY, 13, 7)) == DAY, "a start after a missed time"
    assert claimed(at_local(DAY, 13, 17)) is None, "somebody is at it"


def test_whoever_died_at_it_is_followed_after_the_lease(stores: list[Store]) -> None:
    first, second = stores
    assert first.run_now(lambda session: claims.claim(session, DUE)) == DAY

    early = second.run_now(lambda session: claims.claim(session, DUE + claims.LEASE - timedelta(minutes=1)))
    late = second.run_now(lambda session: claims.claim(session, DUE + claims.LEASE))

    assert (early, late) == (None, DAY)


@ON_SQLITE
async def test_a_failure_leaves_the_row_unfinished_says_why_and_leaves_no_file(
    stores: list[Store], hand: HandClock, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    broken = settings(stores[0], folder, database_url=f"sqlite:///{tmp_path / 'gone.db'}")

    with capture_logs() as logs:
        assert not await Scheduled(stores[0], broken, hand).look()

    said = row(stores[0])
    assert said
    assert said.finished_at is None
    assert not list(folder.glob("*"))
    assert [line["said"] for line in logs] == ["the database cannot be read (OperationalError)"]


@ON_SQLITE
async def test_only_so_many_are_kept_and_others_files_are_left_alone(
    stores: list[Store], hand: HandClock, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("handslag-2022-09-30.age", "handslag-2022-10-01.age", "before-the-move.age"):
        (folder / name).write_bytes(b"x")

    assert await Scheduled(stores[0], settings(stores[0], folder, backups_kept="2"), hand).look()

    names = {path.name for path in folder.iterdir()}
    assert names == {"handslag-2022-10-01.age", "handslag-2022-10-04.age", "before-the-move.age"}


@ON_SQLITE
async def test_without_recipients_the_log_warns_and_nothing_is_planned(stores: list[Store], hand: HandClock) -> None:
    scheduler = AsyncIOScheduler()
    with capture_logs() as logs:
        Scheduled(stores[0], settings(stores[0], Path("x"), backup_recipients=""), hand).add_to(scheduler)

    assert not scheduler.get_jobs()
    assert "BACKUP_RECIPIENTS is not set" in logs[0]["event"]


@ON_SQLITE
async def test_with_recipients_it_is_looked_at_at_once_and_every_ten_minutes(
    stores: list[Store], hand: HandClock, tmp_path: Path
) -> None:
    scheduler = AsyncIOScheduler()
    Scheduled(stores[0], settings(stores[0], tmp_path), hand).add_to(scheduler)

    assert {job.id for job in scheduler.get_jobs()} == {NAME, f"{NAME} at once"}


@ON_SQLITE
def test_the_doctor_says_what_is_missing_and_what_is_late(stores: list[Store]) -> None:
    store = stores[0]

    def said(now: datetime) -> list[tuple[str, bool]]:
        return store.run_now(lambda session: list(check.of_rows(session, kept.PUBLIC, now)))

    assert [bad for _, bad in check.of_settings("")] == [True]
    assert [bad for _, bad in check.of_settings("age1nonsense")] == [True]
    assert [bad for _, bad in check.of_settings(kept.PUBLIC)] == [False]
    assert [bad for _, bad in said(DUE)] == [False]
    store.run_now(lambda session: claims.claim(session, DUE))
    store.run_now(lambda session: claims.finish(session, DAY, Taken(Path("a"), 1, "b", 1, "0004"), DUE))
    assert [bad for _, bad in said(DUE + check.LATE)] == [False]
    assert [bad for _, bad in said(DUE + check.LATE + timedelta(minutes=1))] == [True]
