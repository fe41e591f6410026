"""Log control: who gets which reads to look at, once a month, and what they say of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot import log_reads, lookups
from bot.actions import log_reviews
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, OLLE, PARTNER, YLVA, Player
from bot.errors import Refused
from bot.store import Store
from models import Absence, LogReview, Member, Organisation, Role, Standing, Verdict
from tests.actions.drawing import FIRST_MORNING, NOON, draw, every_minute, log_entries
from tests.hands import a_referral, at_once, member, turn
from tests.web.room.visiting import ON_SQLITE
from tests.web.room_managers.board import VERA, a_second_manager, join, reads

OCTOBER = date(2022, 10, 1)
LATE = replace(VERA, telegram_id=4102, name="Lo Lagom", unit="Nattlaget")
SITA = Player(4103, "Sita Syftar", Role.MANAGER, BOARD, "Uppsökarna")


def of(rows: Sequence[LogReview], session: Session, player: Player) -> list[LogReview]:
    return [row for row in rows if row.reviewer_id == member(session, player).id]


def test_a_manager_gets_ten_of_a_hundred_reads_on_the_first_working_day(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, every_minute(NOON, 100))

    assert draw(session, FIRST_MORNING - timedelta(minutes=1)) == []
    rows = draw(session)

    assert len(rows) == 10
    assert {row.standing for row in rows} == {Standing.SAMPLE}
    assert {row.reviewer_id for row in rows} == {member(session, MAJ).id}
    assert {row.month for row in rows} == {OCTOBER}


def test_a_read_of_somebody_elses_referral_stands_out(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, OLLE, referral.id, [NOON])

    assert [row.standing for row in draw(session)] == [Standing.OUTSIDE]


def test_a_substitute_who_reads_does_not_stand_out(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    ylva, olle = member(session, YLVA).id, member(session, OLLE).id
    session.add(Absence(member_id=ylva, substitute_id=olle, first_day=date(2022, 10, 12), last_day=date(2022, 10, 12)))
    reads(session, OLLE, referral.id, [NOON, NOON + timedelta(days=1)])

    assert [row.standing for row in draw(session)] == [Standing.SAMPLE, Standing.OUTSIDE]


def test_who_sent_it_and_has_handed_it_over_does_not_stand_out(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [NOON])
    referral.referrer_id = member(session, OLLE).id
    session.flush()

    assert [row.standing for row in draw(session)] == [Standing.SAMPLE]


def test_the_partners_koordinator_does_not_stand_out_and_a_managers_read_does(session: Session, now: datetime) -> None:
    a_second_manager(session, now)
    referral = a_referral(turn(session, YLVA, now))
    reads(session, KNUT, referral.id, [NOON])
    reads(session, MAJ, referral.id, [NOON])

    vera = of(draw(session), session, VERA)

    assert [row.standing for row in vera] == [Standing.SAMPLE, Standing.OUTSIDE]


def test_nobody_looks_at_their_own_reads(session: Session, now: datetime) -> None:
    a_second_manager(session, now)
    referral = a_referral(turn(session, YLVA, now))
    reads(session, MAJ, referral.id, [NOON])
    reads(session, VERA, referral.id, [NOON])
    maj, vera = member(session, MAJ).id, member(session, VERA).id

    rows = draw(session)

    entries = log_entries(session)
    assert {(row.reviewer_id, entries[row.entry_id]) for row in rows} == {(maj, vera), (vera, maj)}


def test_an_only_managers_reads_go_to_the_administrator(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, MAJ, referral.id, [NOON])

    assert [row.reviewer_id for row in draw(session)] == [member(session, ADA).id]


def test_a_units_manager_gets_only_the_units_reads_and_the_boards_manager_all(session: Session, now: datetime) -> None:
    join(session, SITA, now)
    night = join(session, LATE, now)
    night.role = Role.CASEWORKER
    first = a_referral(turn(session, YLVA, now))
    other = a_referral(turn(session, LATE, now, 9))
    reads(session, YLVA, first.id, [NOON])
    reads(session, LATE, other.id, [NOON])
    reads(session, KNUT, other.id, [NOON])

    rows = draw(session)

    assert len(of(rows, session, SITA)) == 1
    assert len(of(rows, session, MAJ)) == 3


def test_last_months_reads_alone_are_drawn_to_the_minute(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    inside = [at_local(date(2022, 10, 1), 0), at_local(date(2022, 10, 31), 23, 59)]
    reads(session, YLVA, referral.id, [*inside, at_local(date(2022, 9, 30), 23, 59), at_local(date(2022, 11, 1), 0)])

    assert len(draw(session)) == 2


def test_two_boards_never_see_each_others_codes(session: Session, now: datetime) -> None:
    mine = session.exec(select(Organisation).where(col(Organisation.name) == BOARD)).one()
    other = Organisation(name="Granndelens nämnd", kind=mine.kind, open_days=[1], consent_share=[], consent_with=[])
    session.add(other)
    session.flush()
    away = Member(telegram_id=4201, name="Gro Granne", role=Role.MANAGER, organisation_id=other.id, joined_at=now)
    session.add(away)
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [NOON])
    reads(session, KNUT, referral.id, [NOON])

    rows = draw(session)

    assert {row.reviewer_id for row in rows} == {member(session, MAJ).id}
    assert lookups.partner_by_alias(session, "B2").name == PARTNER  # type: ignore[union-attr]


def test_two_processes_draw_a_month_once(played: Store, now: datetime) -> None:
    def stage(session: Session) -> None:
        referral = a_referral(turn(session, YLVA, now))
        reads(session, YLVA, referral.id, every_minute(NOON, 200))

    played.run_now(stage)

    at_once(played, *(lambda session, seed=seed: len(draw(session, seed=seed)) for seed in range(4)))

    assert played.run_now(lambda session: len(session.exec(select(LogReview)).all())) == 10


def test_the_number_of_questions_does_not_depend_on_how_much_was_read(session: Session, now: datetime) -> None:
    referrals = [a_referral(turn(session, YLVA, now, seed)).id for seed in range(3)]
    reads(session, YLVA, referrals[0], every_minute(NOON, 5))
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    with session.begin_nested() as first:
        draw(session)
        few = len(asked)
        first.rollback()
    for referral in referrals:
        reads(session, OLLE, referral, every_minute(NOON, 300))
        reads(session, KNUT, referral, every_minute(NOON, 300))
    asked.clear()

    draw(session)

    assert len(asked) <= few


@ON_SQLITE
def test_a_verdict_can_be_taken_back_by_the_other(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [NOON])
    [review] = draw(session)
    maj = turn(session, MAJ, FIRST_MORNING)

    log_reviews.decide(maj, review.id, Verdict.INVESTIGATE)
    log_reviews.decide(maj, review.id, Verdict.JUSTIFIED)

    assert review.verdict is Verdict.JUSTIFIED
    assert log_reads.undecided(session, maj.who.id) == 0


@ON_SQLITE
@pytest.mark.parametrize("player", [YLVA, KNUT, ADA])
def test_nobody_else_decides_what_was_given_to_a_manager(session: Session, now: datetime, player: Player) -> None:
    referral = a_referral(turn(session, YLVA, now))
    reads(session, YLVA, referral.id, [NOON])
    [review] = draw(session)

    with pytest.raises(Refused):
        log_reviews.decide(turn(session, player, FIRST_MORNING), review.id, Verdict.JUSTIFIED)

    assert review.verdict is None
