"""A file's day: announced a month ahead, moved by what is noted, put off until the file is transferred."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot import keeping
from bot.actions import notes, referrals
from bot.clock import at_local, months_later, today
from bot.demo.cast import MAJ, OLLE, YLVA
from bot.turn import House
from messages import views
from models import Client, Happening, Note, NoteKind, Organisation
from tests.actions.erasing import a_day, an_ended_file, mornings, said, told
from tests.hands import member
from tests.sealed.files import a_file, room_turn


def test_it_is_announced_a_month_ahead_and_gone_on_the_day(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    day = months_later(today(now), 60)
    assert a_day(session, referral) == day

    mornings(session, house, months_later(day, -1) - timedelta(days=1))
    assert told(session) == []

    mornings(session, house, months_later(day, -1))
    assert said(session, now, house) == views.ErasureAhead(1, day, referral.code, referral.code, 0)

    mornings(session, house, day - timedelta(days=1))
    assert session.get_one(Client, referral.person).erased_at is None

    mornings(session, house, day)
    assert session.get_one(Client, referral.person).erased_at == at_local(day, 8)
    assert len(told(session)) == 1


def test_a_note_moves_the_day_and_it_is_announced_again(session: Session, now: datetime, house: House) -> None:
    referral = a_file(session, now, house)
    day = months_later(today(now), 60)
    session.get_one(Client, referral.person).erase_on = day
    later = at_local(months_later(day, -1) + timedelta(days=3), 10)
    notes.add(room_turn(session, YLVA, later, house), referral.id, NoteKind.TRIED, today(later))
    referrals.take(room_turn(session, YLVA, later, house), referral.id, Happening.WITHDRAWN, referral.revision)
    client = session.get_one(Client, referral.person)
    client.announced_for = day  # it was announced before the note
    session.flush()

    mornings(session, house, day)

    assert a_day(session, referral) == months_later(today(later), 60)
    assert client.erased_at is None
    mornings(session, house, months_later(client.erase_on, -1))
    assert client.announced_for == client.erase_on


def test_an_open_referral_is_alive_and_its_day_moves_on(session: Session, now: datetime, house: House) -> None:
    referral = a_file(session, now, house)
    day = a_day(session, referral)

    mornings(session, house, months_later(day, -1), 40)

    assert a_day(session, referral) > day + timedelta(days=365 * 4)
    assert told(session) == []


@pytest.mark.parametrize("months", [0, 1, 2])
def test_the_shortest_time_that_somebody_could_set_makes_no_tick_endless(
    session: Session, now: datetime, house: House, months: int
) -> None:
    referral = a_file(session, now, house)
    board = session.get_one(Organisation, member(session, YLVA).organisation_id)
    board.keep_months = months
    keeping.replan(session, board, today(now))

    mornings(session, house, today(now), 3)

    assert session.get_one(Client, referral.person).erased_at is None


def test_no_file_goes_with_less_than_a_month_of_notice(session: Session, now: datetime, house: House) -> None:
    """The bot stood still over the day, or the time was set shorter."""
    referral = an_ended_file(session, now, house)
    late = a_day(session, referral) + timedelta(days=90)

    mornings(session, house, late)

    assert a_day(session, referral) == months_later(late, 1)
    mornings(session, house, months_later(late, 1))
    assert session.get_one(Client, referral.person).erased_at


def test_files_of_one_day_are_one_notice_with_the_first_and_the_last_code(
    session: Session, now: datetime, house: House
) -> None:
    codes = sorted(an_ended_file(session, now, house, seed).code for seed in range(3))
    day = months_later(today(now), 60)

    mornings(session, house, months_later(day, -1))

    assert said(session, now, house) == views.ErasureAhead(3, day, codes[0], codes[-1], 0)
    assert len(told(session)) == 1


def test_where_the_referrer_has_left_the_manager_is_told(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    member(session, YLVA).ended_at = now
    session.flush()

    mornings(session, house, months_later(a_day(session, referral), -1))

    assert [notice.recipient_id for notice in told(session)] == [member(session, MAJ).id]


def test_what_must_be_transferred_first_is_kept_and_reminded_of(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    session.get_one(Organisation, member(session, YLVA).organisation_id).keeps_untransferred = True
    day = a_day(session, referral)

    mornings(session, house, months_later(day, -1))
    assert said(session, now, house).kept == 1
    mornings(session, house, day)

    assert session.get_one(Client, referral.person).erased_at is None
    assert a_day(session, referral) == months_later(day, 1)
    assert len(told(session)) == 2

    referral.transferred_at = at_local(day, 9)
    session.flush()
    mornings(session, house, months_later(day, 1))
    assert session.get_one(Client, referral.person).erased_at


def test_after_the_transfer_the_copy_goes_sooner_until_something_is_noted(
    session: Session, now: datetime, house: House
) -> None:
    referral = an_ended_file(session, now, house)
    referral.transferred_at = now + timedelta(days=2)
    session.flush()

    keeping.plan(session, referral.person, today(now))
    assert a_day(session, referral) == months_later(today(now) + timedelta(days=2), 3)

    session.exec(select(Note)).one().at = now + timedelta(days=4)
    session.flush()
    keeping.plan(session, referral.person, today(now))
    assert a_day(session, referral) == months_later(today(now) + timedelta(days=4), 60)


def test_one_referral_that_is_not_transferred_keeps_them_all(session: Session, now: datetime, house: House) -> None:
    first, second = (an_ended_file(session, now, house, seed) for seed in (1, 2))
    second.person, first.transferred_at = first.person, now
    session.flush()

    file = keeping.files(session, [first.person])[first.person]

    assert (file.transferred_at, file.code) == (None, second.code)


def test_a_file_of_a_colleague_is_not_among_those_of_mine(session: Session, now: datetime, house: House) -> None:
    an_ended_file(session, now, house)
    theirs = a_file(session, now, house, OLLE, seed=9)
    referrals.take(room_turn(session, OLLE, now, house), theirs.id, Happening.WITHDRAWN, theirs.revision)
    day = months_later(today(now), 60)

    mornings(session, house, months_later(day, -1))

    assert {notice.recipient_id for notice in told(session)} == {member(session, who).id for who in (YLVA, OLLE)}
    assert [file.code for file in keeping.going(session, [member(session, OLLE).id], day)] == [theirs.code]
