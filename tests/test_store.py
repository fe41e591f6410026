"""A unit of work: all of it, or nothing."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bot import lookups, outbox
from bot.chat import counter
from bot.clock import SystemClock
from bot.demo.cast import KNUT, MAJ, YLVA
from bot.store import POSTGRES_THREADS, TRIES, Store
from models import Member, NoticeKind, Organisation, Pace
from tests.hands import member
from tests.works import CANARY, ON_POSTGRESQL, ON_SQLITE, ids, rows, stored_bytes


def rename(name: str) -> Callable[[Session], None]:
    """A unit that renames Ylva."""

    def unit(session: Session) -> None:
        member(session, YLVA).name = name

    return unit


def name_of_ylva(store: Store) -> str:
    return store.run_now(lambda session: member(session, YLVA).name)


async def test_a_unit_is_committed_and_its_value_returned(played: Store) -> None:
    def unit(session: Session) -> int:
        who = member(session, YLVA)
        who.name = "Ylva Nydöpt"
        return who.telegram_id

    assert await played.run(unit) == YLVA.telegram_id
    assert name_of_ylva(played) == "Ylva Nydöpt"


@pytest.mark.parametrize("wrong", [ValueError("x"), KeyError("x"), RuntimeError("x"), KeyboardInterrupt()])
def test_whatever_is_raised_undoes_the_unit(played: Store, wrong: BaseException) -> None:
    def unit(session: Session) -> None:
        rename("Ylva Halvgjord")(session)
        session.flush()
        raise wrong

    with pytest.raises(type(wrong)):
        played.run_now(unit)
    assert name_of_ylva(played) == YLVA.name


def test_a_broken_rule_of_the_database_undoes_the_unit_and_comes_out(played: Store) -> None:
    attempts = []

    def unit(session: Session) -> None:
        attempts.append(1)
        rename("Ylva Halvgjord")(session)
        session.flush()
        session.execute(update(Member).values(telegram_id=1))

    with pytest.raises(IntegrityError):
        played.run_now(unit)
    assert len(attempts) == TRIES
    assert name_of_ylva(played) == YLVA.name


def test_an_error_of_the_database_does_not_hold_what_was_to_be_written(played: Store) -> None:
    def unit(session: Session) -> None:
        session.execute(update(Member).values(name=CANARY, telegram_id=1))

    with pytest.raises(IntegrityError) as refused:
        played.run_now(unit)
    assert CANARY not in str(refused.value).partition("DETAIL")[0]


def test_a_unit_that_lost_a_race_is_run_again(played: Store) -> None:
    attempts = []

    def unit(session: Session) -> None:
        who = member(session, YLVA)
        attempts.append(who.version)
        if len(attempts) == 1:  # what another process's commit in between looks like from here
            session.execute(
                update(Member)
                .where(col(Member.id) == who.id)
                .values(version=who.version + 1)
                .execution_options(synchronize_session=False)
            )
        who.name = "Ylva Omstart"

    played.run_now(unit)
    assert len(attempts) == 2
    assert name_of_ylva(played) == "Ylva Omstart"


@ON_POSTGRESQL
async def test_units_that_deadlock_both_get_done(played: Store) -> None:
    meeting = threading.Barrier(2, timeout=5)
    met: list[int] = []

    def lock_in_turn(first: str, second: str) -> Callable[[Session], None]:
        def unit(session: Session) -> None:
            session.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            session.execute(update(Organisation).where(col(Organisation.name) == first).values(works_with=first))
            if len(met) < 2:
                met.append(1)
                meeting.wait()
            session.execute(update(Organisation).where(col(Organisation.name) == second).values(works_with=first))

        return unit

    one, other = KNUT.organisation, MAJ.organisation
    await asyncio.gather(played.run(lock_in_turn(one, other)), played.run(lock_in_turn(other, one)))
    assert {row.works_with for row in rows(played, Organisation) if row.name in (one, other)} in ({one}, {other})


async def test_many_units_at_once_lose_no_change(played: Store, now: datetime) -> None:
    def unit(session: Session) -> None:
        who = session.get_one(Member, mine, with_for_update=True)
        who.unit = str(int(who.unit) + 1)

    mine = ids(played)[YLVA]
    played.run_now(lambda session: session.execute(update(Member).values(unit="0")))
    await asyncio.gather(*(played.run(unit) for _ in range(40)))
    assert played.run_now(lambda session: member(session, YLVA).unit) == "40"


async def test_sqlite_units_run_one_by_one_and_postgresql_units_together(played: Store) -> None:
    inside, most = [], []

    def unit(_session: Session) -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()

    await asyncio.gather(*(played.run(unit) for _ in range(12)))
    assert max(most) == 1 if played.on_sqlite else 1 < max(most) <= POSTGRES_THREADS


@ON_POSTGRESQL
def test_owing_a_member_does_not_wait_for_the_turn_that_the_member_is_having(played: Store, now: datetime) -> None:
    """Or two sides that act on one referral at the same time wait for each other."""

    def unit(session: Session) -> None:
        session.execute(text("SET LOCAL lock_timeout = '200ms'"))
        mine = lookups.members(session, None)[0].id
        outbox.owe(session, mine, NoticeKind.MEMBER_JOINED, mine, "joined", now)

    with Session(played.engine) as turn_of_theirs:
        first = lookups.members(turn_of_theirs, None)[0].telegram_id
        assert counter._member(turn_of_theirs, first)
        played.run_now(unit)


@ON_SQLITE
def test_sqlite_is_set_up_so_that_what_is_committed_stays_and_what_is_erased_is_gone(store: Store) -> None:

    def pragma(name: str) -> object:
        return store.run_now(lambda session: session.execute(text(f"PRAGMA {name}")).scalar_one())

    full, on = 2, 1
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == full
    assert pragma("foreign_keys") == on
    assert pragma("secure_delete") == on


@ON_SQLITE
def test_what_is_erased_is_no_more_in_the_file(played: Store, database_url: str) -> None:
    played.run_now(rename(CANARY))
    played.run_now(rename("Ylva"))
    with played.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    assert CANARY.encode() not in stored_bytes(database_url)


def test_a_row_that_points_nowhere_is_refused(store: Store, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        store.run_now(
            lambda session: session.add(
                Member(telegram_id=1, name="x", role=MAJ.role, organisation_id=99, joined_at=now)
            )
        )


def test_leases_compare_with_the_database_s_own_clock_where_several_machines_share_it(store: Store) -> None:
    shared = Store(store.engine, SystemClock())
    before = shared.run_now(shared.now)
    assert before.tzinfo is not None
    assert abs((SystemClock().now() - before).total_seconds()) < 5
    assert store.run_now(store.now).year == 2022  # a clock that a test moves is asked itself
    shared._threads.shutdown()


def test_nothing_is_kept_between_units(played: Store) -> None:
    """A unit that runs again must see the rows as they are, not as it left them."""

    def unit(session: Session) -> Member:
        return member(session, YLVA)

    first, second = played.run_now(unit), played.run_now(unit)
    assert first is not second
    assert first.name == second.name  # plain values can be read after the transaction
    assert not rows(played, Pace)
