"""Undertakings of secrecy: who sets them, and who is told that they end."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import room_access, undertakings
from bot.cards import managers, people
from bot.clock import at_local, today
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.errors import Refused
from messages import views
from models import Member, Notice, NoticeKind
from tests.hands import member, turn
from tests.web.room.visiting import ON_SQLITE

pytestmark = ON_SQLITE


def told(session: Session, *mornings: date) -> list[tuple[date, int]]:
    for morning in mornings:
        undertakings.due(session, at_local(morning, 8))
    ends = select(Notice).where(col(Notice.kind) == NoticeKind.UNDERTAKING_ENDS).order_by(col(Notice.id))
    return [(today(one.due_at), one.recipient_id) for one in session.exec(ends)]


@pytest.mark.parametrize(
    ("written", "until"),
    [("2023-03-31", date(2023, 3, 31)), ("31 mars", date(2023, 3, 31)), ("31/3", date(2023, 3, 31))],
)
def test_a_manager_writes_the_last_day_as_people_do(session: Session, now: datetime, written: str, until: date) -> None:
    knut = member(session, KNUT)

    undertakings.set_until(turn(session, MAJ, now), knut.id, written)

    assert knut.undertaking_until == until
    assert knut.is_bound(until)
    assert not knut.is_bound(until + timedelta(days=1))


@pytest.mark.parametrize(
    ("written", "view"),
    [
        ("2022-10-02", views.UndertakingDay(date(2027, 10, 3))),
        ("2027-10-04", views.UndertakingDay(date(2027, 10, 3))),
        ("snart", views.UnknownDay()),
        ("", views.UnknownDay()),
    ],
)
def test_a_day_that_is_past_far_or_none_is_refused(
    session: Session, now: datetime, written: str, view: views.View
) -> None:
    knut = member(session, KNUT)
    before = knut.undertaking_until

    with pytest.raises(Refused) as no:
        undertakings.set_until(turn(session, MAJ, now), knut.id, written)

    assert no.value.view == view
    assert knut.undertaking_until == before


@pytest.mark.parametrize("player", [YLVA, KNUT, SIRI])
def test_only_the_board_sets_an_undertaking(session: Session, now: datetime, player: Player) -> None:
    with pytest.raises(Refused):
        undertakings.set_until(turn(session, player, now), member(session, KNUT).id, "2023-03-31")


def test_a_caseworker_needs_none(session: Session, now: datetime) -> None:
    with pytest.raises(Refused):
        undertakings.set_until(turn(session, MAJ, now), member(session, OLLE).id, "2023-03-31")


def test_the_koordinator_and_the_manager_are_told_a_month_and_a_week_before(session: Session) -> None:
    knut, maj = member(session, KNUT), member(session, MAJ)
    knut.undertaking_until = date(2022, 12, 1)
    mornings = [date(2022, 10, 24) + timedelta(days=number) for number in range(40)]

    assert told(session, *mornings) == [
        (date(2022, 11, 1), knut.id),
        (date(2022, 11, 1), maj.id),
        (date(2022, 11, 24), knut.id),
        (date(2022, 11, 24), maj.id),
    ]


def test_what_was_missed_is_said_afterwards_once(session: Session) -> None:
    knut, maj = member(session, KNUT), member(session, MAJ)
    knut.undertaking_until = date(2022, 12, 1)
    late = date(2022, 11, 29)

    assert told(session, late, late + timedelta(days=1)) == [(late, knut.id), (late, maj.id)]


def test_a_renewal_silences_what_was_owed(session: Session, now: datetime) -> None:
    knut = member(session, KNUT)
    knut.undertaking_until = until = date(2022, 12, 1)
    maj = turn(session, MAJ, now)
    card = managers.undertaking_ends(maj, knut, until)
    assert card
    assert card.view == views.UndertakingEnds(until, KNUT.name)

    undertakings.set_until(maj, knut.id, "2023-12-01")

    assert managers.undertaking_ends(maj, knut, until) is None


def test_the_one_who_invited_is_told_that_a_koordinator_is_not_bound(session: Session, now: datetime) -> None:
    knut = member(session, KNUT)
    maj = turn(session, MAJ, now)
    assert people.joined(maj, knut).view.unbound is False  # type: ignore[attr-defined]

    knut.undertaking_until = None

    assert people.joined(maj, knut).view.unbound is True  # type: ignore[attr-defined]


def test_nobody_closes_the_room_to_themselves_or_to_an_administrator(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)

    for player in (MAJ, ADA):
        with pytest.raises(Refused):
            room_access.close(maj, member(session, player).id, closed=True)

    assert session.exec(select(Member).where(col(Member.locked_out_at).is_not(None))).all() == []


def test_the_room_is_closed_and_opened_again_and_stays_closed_when_keys_are_reset(
    session: Session, now: datetime
) -> None:
    maj, knut = turn(session, MAJ, now), member(session, KNUT)

    room_access.close(maj, knut.id, closed=True)
    room_access.reset(maj, knut.id)
    assert knut.locked_out_at == now
    room_access.close(maj, knut.id, closed=False)

    assert knut.locked_out_at is None
