"""The storage row can fail: half effects, lost updates, odd answers and a long silence are each seen."""

import math
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col

from bot import buttons
from bot.demo.cast import KNUT
from bot.store import Store
from models import AuditEntry, Event, HandledUpdate, Notice, Referral
from tests.faults.figures import Figure, Order
from tests.faults.rows import storage
from tests.faults.rows.storage_check import half_done, lost
from tests.faults.rows.storage_disk import filled, small_disk
from tests.faults.rows.storage_stage import Seen
from tests.hands import HandClock
from tests.works import ON_SQLITE, send_referral, works


@pytest.fixture
async def taps(played: Store, database_url: str, clock: HandClock) -> dict[int, int]:
    """One referral that was answered; the update that did it, by referral."""
    referral = played.run_now(lambda session: send_referral(session, clock.now()).id)
    async with works(database_url, clock) as it:
        await it.types(KNUT, "/inkorg")
        card = it.heard(KNUT)[-1]["message_id"]
        await it.taps(KNUT, card, it.data(buttons.Step(referral, 1, "waiting_list"), KNUT))
    return {referral: 2}


@ON_SQLITE
def test_what_is_whole_is_whole(played: Store, taps: dict[int, int]) -> None:
    assert half_done(played.engine, taps) == []
    assert lost(played.engine, [1, 2]) == []


@ON_SQLITE
@pytest.mark.parametrize("table", [Event, AuditEntry, Notice, HandledUpdate])
def test_a_row_that_is_missing_is_a_half_effect(played: Store, taps: dict[int, int], table: type[SQLModel]) -> None:
    wound = delete(table)
    if table is Event:
        wound = wound.where(col(Event.happening) == "waiting_list")
    with Session(played.engine) as session:
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        session.execute(wound)
        session.commit()
    assert len(half_done(played.engine, taps)) == 1


@ON_SQLITE
def test_a_state_that_did_not_follow_is_a_half_effect(played: Store, taps: dict[int, int]) -> None:
    played.run_now(lambda session: session.execute(update(Referral).values(revision=1)))
    assert len(half_done(played.engine, taps)) == 1


@ON_SQLITE
def test_an_update_that_was_never_handled_is_lost(played: Store, taps: dict[int, int]) -> None:
    assert lost(played.engine, [1, 2, 3]) == [3]


def test_a_disk_that_is_full_takes_no_byte_until_it_is_not(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as mounted:
        if not mounted:
            pytest.skip("nobody may mount here")
        with filled(tmp_path / "disk"), pytest.raises(OSError, match="No space left"):
            (tmp_path / "disk" / "more").write_bytes(b"x" * 8192)
        assert (tmp_path / "disk" / "more").write_bytes(b"x" * 8192)


class Left:
    """What a play leaves behind, as far as the figures look at it."""

    def __init__(self, played: Store, seen: Seen) -> None:
        self.reader = played.engine
        self.seen = seen
        self.bots: dict[str, object] = {}


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """An order for three injections."""
    return Order("sqlite", "", 3, "seed", tmp_path)


def missed(order: Order, played: Store, seen: Seen, took: float = 0.1) -> set[str]:
    """Which figures are missed."""
    course = storage.Course({"locked": [0.1, took, 0.1]})
    course.bitten.update(dict.fromkeys("abc", 1))
    figures: list[Figure] = storage.figures(order, Left(played, seen), course, disk=True)  # type: ignore[arg-type]
    return {figure.what for figure in figures if not figure.good}


@ON_SQLITE
def test_a_play_that_went_well_misses_nothing(order: Order, played: Store) -> None:
    assert missed(order, played, Seen()) == set()


@ON_SQLITE
def test_whatever_goes_wrong_is_a_figure_that_is_missed(order: Order, played: Store) -> None:
    seen = Seen()
    seen.room.update(["500", "503 without the words"])
    seen.updates.add(77)
    assert missed(order, played, seen, math.inf) == {
        "answered otherwise than 2xx, 3xx, 503",
        "503 pages that kept the words",
        "updates lost",
        "longest until served again",
    }


def test_each_fault_comes_as_often_as_every_other() -> None:
    import random

    plan = storage.planned(["a", "b", "c"], 9, random.Random(1))
    assert sorted(plan) == sorted("abc" * 3)
