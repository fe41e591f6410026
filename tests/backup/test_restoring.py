"""A restored database holds what the backup held, on either engine; and what was over since is over."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from bot import outbox
from bot.actions import invitations, refer
from bot.backup.aftermath import SET_ASIDE
from bot.backup.kinds import kind_of
from bot.clock import at_local, today
from bot.demo.cast import MAJ, YLVA
from bot.sealed.chain import seal, verify
from bot.store import Store, open_engine
from models import (
    AuditEntry,
    Backup,
    Draft,
    Heartbeat,
    Invitation,
    Notice,
    NoticeKind,
    Organisation,
    Pace,
    Referral,
    Role,
    RoomSession,
    Service,
    schema,
)
from models.base import Row
from tests.backup import kept
from tests.hands import HandClock, a_referral, member, turn
from tests.works import ON_SQLITE

Empty = Callable[[str], str]
BOTH = pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])


def opened(url: str, now: datetime) -> Store:
    """A store on the database at `url`."""
    return Store(open_engine(url), HandClock(now))


@BOTH
def test_every_row_comes_back_as_it_was_on_either_database(
    played: Store, now: datetime, tmp_path: Path, empty: Empty, engine_name: str
) -> None:
    kept.live(played, now)
    taken = kept.back_up(played, tmp_path, now)
    before = kept.everything(kept.url_of(played))

    url = empty(engine_name)
    kept.fill(taken.file, url, now)

    assert kept.everything(url) == before
    assert taken.rows == sum(map(len, before.values())) > 100


def test_a_board_moves_from_sqlite_to_postgresql_and_back(now: datetime, tmp_path: Path, empty: Empty) -> None:
    from tests.conftest import stage

    first = tmp_path / "first.db"
    first.write_bytes(stage().read_bytes())
    store = opened(f"sqlite:///{first}", now)
    kept.live(store, now)
    taken = kept.back_up(store, tmp_path, now)
    over, back = empty("postgresql"), empty("sqlite")

    kept.fill(taken.file, over, now)
    there = opened(over, now)
    again = kept.back_up(there, tmp_path, now, "two.age")
    kept.fill(again.file, back, now)

    begun, ended = kept.everything(kept.url_of(store)), kept.everything(back)
    assert begun == ended
    assert again.rows == taken.rows > 100
    store.close()
    there.close()


def test_columns_are_of_the_same_kinds_in_the_models_and_on_both_databases(
    sqlite_template: Path, postgres: str, empty: Empty
) -> None:
    url = empty("postgresql")
    engine = open_engine(url)
    with engine.begin() as connection:
        schema.upgrade(connection)
    engine.dispose()

    declared = {
        (table.name, column.name, kind_of(column.type))
        for table in Row.metadata.sorted_tables
        for column in table.columns
    }
    assert kept.kinds(url) == kept.kinds(f"sqlite:///{sqlite_template}") == declared


@ON_SQLITE
def test_new_rows_go_on_after_the_old_ones(played: Store, now: datetime, tmp_path: Path, empty: Empty) -> None:
    ids = kept.live(played, now)
    taken = kept.back_up(played, tmp_path, now)
    for name in ("sqlite", "postgresql"):
        url = empty(name)
        kept.put_back(taken.file, url, now)
        there = opened(url, now)
        new = there.run_now(lambda session: a_referral(turn(session, YLVA, now, 400)).id)
        assert new > max(ids)
        assert kept.referral_ids(there) == [*ids, new]
        there.close()


@ON_SQLITE
def test_a_draft_gets_no_number_from_which_a_referral_was_sent_already(
    played: Store, now: datetime, tmp_path: Path, empty: Empty
) -> None:
    kept.live(played, now)
    with Session(played.engine) as session:
        sent = session.exec(select(func.max(Referral.draft_id))).one()
        assert not session.exec(select(Draft)).all(), "the drafts are gone, their numbers are not free"
    taken = kept.back_up(played, tmp_path, now)
    for name in ("sqlite", "postgresql"):
        url = empty(name)
        kept.put_back(taken.file, url, now)
        there = opened(url, now)
        assert there.run_now(lambda session: refer.begin(turn(session, YLVA, now)).id) > sent
        there.close()


@ON_SQLITE
def test_the_audit_verifies_and_goes_on(played: Store, now: datetime, tmp_path: Path, empty: Empty) -> None:
    kept.live(played, now)
    taken = kept.back_up(played, tmp_path, now)
    url = empty("sqlite")
    restored = kept.put_back(taken.file, url, now + timedelta(minutes=1))
    there = opened(url, now)
    there.run_now(lambda session: seal(session, now + timedelta(minutes=2)))

    verdict = verify(there.engine)

    assert verdict.whole
    assert verdict.sealed > int(restored.contents.manifest.audit_head.split()[0]) > 0
    with Session(there.engine) as session:
        assert session.exec(select(AuditEntry.id).where(col(AuditEntry.act) == "restore")).one()
    there.close()


def test_what_was_due_is_set_aside_what_falls_due_later_stays_and_all_get_their_lists(
    played: Store, now: datetime, tmp_path: Path, empty: Empty
) -> None:
    number = kept.live(played, now)[0]
    ylva = played.run_now(lambda session: member(session, YLVA).id)
    soon = now + timedelta(days=2)
    played.run_now(lambda session: outbox.owe(session, ylva, NoticeKind.REFERRAL_NEWS, number, "later", soon))
    due = {notice.key for notice in kept.unsaid(played) if notice.due_at <= now}
    taken = kept.back_up(played, tmp_path, now)
    url = empty("sqlite")

    done = kept.put_back(taken.file, url, now).aftermath

    there = opened(url, now)
    waits = kept.unsaid(there)
    assert due
    assert due.isdisjoint(notice.key for notice in waits)
    assert {notice.kind for notice in waits if notice.due_at <= now} == {NoticeKind.TO_DO}
    assert f"referral_news:{number}:later:{ylva}" in {notice.key for notice in waits}
    assert done.set_aside.total() >= len(due)
    assert done.set_aside["referral_offered"] > 0
    assert done.told.total() == sum(notice.kind is NoticeKind.TO_DO for notice in waits)
    with Session(there.engine) as session:
        assert session.exec(select(Notice).where(col(Notice.dropped_for) == SET_ASIDE)).all()
    there.close()


@ON_SQLITE
def test_what_fell_due_between_the_backup_and_the_restore_is_not_said_by_the_first_start(
    played: Store, now: datetime, tmp_path: Path, empty: Empty
) -> None:
    taken = kept.back_up(played, tmp_path, now)
    monday = at_local(today(now) + timedelta(days=7), 12)  # a digest and more have been said meanwhile
    url = empty("sqlite")

    done = kept.put_back(taken.file, url, monday).aftermath

    assert done.set_aside["digest"] > 0
    there = opened(url, monday)
    assert {notice.kind for notice in kept.unsaid(there) if notice.due_at <= monday} == {NoticeKind.TO_DO}
    there.close()


@ON_SQLITE
def test_with_resend_what_was_due_is_said(played: Store, now: datetime, tmp_path: Path, empty: Empty) -> None:
    kept.live(played, now)
    due = {notice.key for notice in kept.unsaid(played)}
    taken = kept.back_up(played, tmp_path, now)
    url = empty("sqlite")

    kept.put_back(taken.file, url, now, resend=True)

    there = opened(url, now)
    assert due <= {notice.key for notice in kept.unsaid(there)}
    there.close()


@ON_SQLITE
def test_sessions_end_open_invitations_are_revoked_and_processes_are_forgotten(
    played: Store, now: datetime, tmp_path: Path, empty: Empty
) -> None:
    def unit(session: Session) -> None:
        ylva, maj = member(session, YLVA), member(session, MAJ)
        organisation = session.get_one(Organisation, ylva.organisation_id)
        session.add(
            RoomSession(digest=b"1", launch=b"2", member_id=ylva.id, launched_at=now, opened_at=now, seen_at=now)
        )
        ways = {"invited_by_id": maj.id, "now": now, "dice": turn(session, YLVA, now).dice}
        invitations.make(session, role=Role.CASEWORKER, organisation=organisation, unit="", **ways)  # type: ignore[arg-type]
        session.add(Pace(id=1, next_at=now + timedelta(hours=1)))
        session.add(Heartbeat(process="a", service=Service.RUN, started_at=now, at=now))
        session.add(Backup(day=today(now), claimed_at=now))
        session.add(
            Backup(day=today(now) - timedelta(days=1), claimed_at=now, finished_at=now, file="x", size=1, digest="y")
        )

    played.run_now(unit)
    taken = kept.back_up(played, tmp_path, now)
    url = empty("sqlite")

    done = kept.put_back(taken.file, url, now + timedelta(hours=1)).aftermath

    assert (done.sessions, done.invitations) == (1, 1)
    there = opened(url, now)
    with Session(there.engine) as session:
        assert session.exec(select(RoomSession)).one().ended_at == now + timedelta(hours=1)
        assert session.exec(select(Invitation)).one().expires_at == now + timedelta(hours=1)
        assert not session.exec(select(Pace)).all()
        assert not session.exec(select(Heartbeat)).all()
        assert session.exec(select(Backup)).one().finished_at == now
    there.close()
