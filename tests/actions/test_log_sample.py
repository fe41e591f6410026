"""Log control: how many reads are drawn, and which stand out by their hour and their number."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import audit
from bot.clock import at_local
from bot.demo.cast import MAJ, OLLE, YLVA
from models import Notice, NoticeKind, Standing
from tests.actions.drawing import FIRST_MORNING, NOON, draw, every_minute, log_entries
from tests.hands import a_referral, member, turn
from tests.web.room.visiting import ON_SQLITE
from tests.web.room_managers.board import reads


@ON_SQLITE
def test_all_reads_are_looked_at_where_there_are_few(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, every_minute(NOON, 4))

    assert len(draw(session)) == 4


@ON_SQLITE
def test_the_sample_is_random_and_never_more_than_fifty(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [NOON + timedelta(seconds=number) for number in range(1500)])

    with session.begin_nested() as first:
        one = {row.entry_id for row in draw(session, seed=1)}
        first.rollback()
    session.expire_all()
    other = {row.entry_id for row in draw(session, seed=2)}

    assert len(one) == len(other) == 50
    assert one != other


@ON_SQLITE
@pytest.mark.parametrize("hour", [22, 23, 0, 5])
def test_a_read_at_night_stands_out_on_a_wall_clock_in_stockholm(session: Session, now: datetime, hour: int) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [at_local(date(2022, 10, 20), hour, 59)])

    assert [row.standing for row in draw(session)] == [Standing.NIGHT]


@ON_SQLITE
@pytest.mark.parametrize("hour", [6, 21])
def test_a_read_by_day_is_only_ever_a_sample(session: Session, now: datetime, hour: int) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [at_local(date(2022, 10, 20), hour, 0)])

    assert [row.standing for row in draw(session)] == [Standing.SAMPLE]


@ON_SQLITE
def test_all_that_stands_out_comes_besides_the_sample(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, every_minute(NOON, 60))
    reads(session, YLVA, referral.id, [at_local(date(2022, 10, day), 23) for day in range(5, 25)])

    rows = draw(session)

    assert sum(row.standing is Standing.NIGHT for row in rows) == 20
    assert sum(row.standing is Standing.SAMPLE for row in rows) == 10


@ON_SQLITE
def test_twenty_referrals_within_an_hour_stand_out_and_nineteen_do_not(session: Session, now: datetime) -> None:
    nineteen = [a_referral(turn(session, OLLE, now, seed)).id for seed in range(19)]
    twenty = [a_referral(turn(session, YLVA, now, seed)).id for seed in range(30, 50)]
    for number, (few, many) in enumerate(zip([*nineteen, nineteen[0]], twenty, strict=True)):
        moment = NOON + timedelta(minutes=number * 3 - 1)
        reads(session, OLLE, few, [moment])
        reads(session, YLVA, many, [moment])
    ylva = member(session, YLVA).id

    rows = draw(session)

    entries = log_entries(session)
    assert {entries[row.entry_id] for row in rows if row.standing is Standing.MANY} == {ylva}
    assert sum(row.standing is Standing.MANY for row in rows) == 20


@ON_SQLITE
def test_a_month_is_drawn_once_and_each_is_told_once(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, every_minute(NOON, 100))
    before = draw(session)

    after = draw(session, FIRST_MORNING + timedelta(days=1), seed=99)

    told = session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.LOG_REVIEW)).all()
    assert [row.id for row in after] == [row.id for row in before]
    assert [notice.recipient_id for notice in told] == [member(session, MAJ).id]


@ON_SQLITE
def test_opening_a_page_is_one_read(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    ylva = member(session, YLVA).id
    for act in ("see_referral", "read_words"):
        audit.write(session, ylva, act, "referral", referral.id, NOON)

    rows = draw(session)

    assert len(rows) == 1
