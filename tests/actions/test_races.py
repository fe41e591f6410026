"""Two at once, on both databases, in threads of their own: one wins, and nothing is done twice."""

import random
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from bot.actions import invitations, referrals
from bot.actions.invitations import Stranger
from bot.demo.cast import BOARD, KNUT, MAJ, SIRI, YLVA, Player
from bot.store import Store, Unit
from messages import views
from models import (
    Event,
    Happening,
    Intake,
    Invitation,
    Language,
    Member,
    Notice,
    NoticeKind,
    Organisation,
    Referral,
    ReferralStatus,
    Role,
    StatusReason,
)
from tests.hands import a_referral, at_once, member, turn

START = date(2022, 10, 4)


def _sent(store: Store, now: datetime) -> int:
    return store.run_now(lambda session: a_referral(turn(session, YLVA, now)).id)


def _accept(who: Player, referral: int, now: datetime) -> Unit[object]:
    return lambda session: referrals.accept(turn(session, who, now), referral, 1, START)


def test_of_two_koordinatorer_who_take_somebody_in_at_once_one_wins(played: Store, now: datetime) -> None:
    referral = _sent(played, now)
    outcomes = at_once(played, _accept(KNUT, referral, now), _accept(SIRI, referral, now))
    lost = [view for view in outcomes if isinstance(view, views.Overtaken)]
    assert len(lost) == 1
    with Session(played.engine) as session:
        intake = session.get_one(Intake, referral)
        winner = session.get_one(Member, intake.confirmed_by_id).name
        assert lost[0].by == winner
        assert session.get_one(Referral, referral).status is ReferralStatus.ACCEPTED
        accepted = select(func.count()).select_from(Event).where(col(Event.happening) == Happening.ACCEPTED)
        assert session.exec(accepted).one() == 1
        news = select(func.count()).select_from(Notice).where(col(Notice.kind) == NoticeKind.REFERRAL_NEWS)
        assert session.exec(news).one() == 1


def test_the_same_koordinator_twice_at_once_is_no_error(played: Store, now: datetime) -> None:
    referral = _sent(played, now)
    assert at_once(played, *[_accept(KNUT, referral, now)] * 3) == [None] * 3
    with Session(played.engine) as session:
        accepted = select(func.count()).select_from(Event).where(col(Event.happening) == Happening.ACCEPTED)
        assert session.exec(accepted).one() == 1


def test_yes_and_no_at_once_end_in_one_of_them(played: Store, now: datetime) -> None:
    referral = _sent(played, now)
    outcomes = at_once(
        played,
        _accept(KNUT, referral, now),
        lambda session: referrals.decline(turn(session, SIRI, now), referral, 1, StatusReason.FULL),
        lambda session: referrals.take(turn(session, YLVA, now), referral, Happening.WITHDRAWN, 1),
    )
    assert sum(isinstance(view, views.Overtaken) for view in outcomes) == 2
    with Session(played.engine) as session:
        row = session.get_one(Referral, referral)
        intake = session.get(Intake, referral)
        assert (intake is not None) is (row.status is ReferralStatus.ACCEPTED)
        assert (row.reason is not None) is (row.status is ReferralStatus.REJECTED)


def test_seen_by_both_at_once_is_seen_once(played: Store, now: datetime) -> None:
    referral = _sent(played, now)

    def see(who: Player) -> Unit[object]:
        return lambda session: referrals.take(turn(session, who, now), referral, Happening.SEEN, 1)

    at_once(played, see(KNUT), see(SIRI))
    with Session(played.engine) as session:
        seen = select(func.count()).select_from(Event).where(col(Event.happening) == Happening.SEEN)
        assert session.exec(seen).one() == 1


def test_of_several_who_open_an_invitation_at_once_exactly_one_joins(played: Store, now: datetime) -> None:
    def invite(session: Session) -> str:
        board = session.exec(select(Organisation).where(col(Organisation.name) == BOARD)).one()
        manager = member(session, MAJ).id
        payload, _ = invitations.make(
            session,
            role=Role.CASEWORKER,
            organisation=board,
            unit="",
            invited_by_id=manager,
            now=now,
            dice=random.Random(1),
        )
        return payload

    payload = played.run_now(invite)

    def claim(number: int) -> Unit[object]:
        newcomer = Stranger(9000 + number, f"Nummer {number}", Language.SV)
        return lambda session: invitations.claim(session, payload, newcomer, now) is not None

    outcomes = at_once(played, *[claim(number) for number in range(5)])
    assert sorted(outcomes, key=bool) == [False, False, False, False, True]
    with Session(played.engine) as session:
        assert len(session.exec(select(Member).where(col(Member.telegram_id) >= 9000)).all()) == 1
        assert session.exec(select(Invitation)).one().used_by_id is not None
        told = select(func.count()).select_from(Notice).where(col(Notice.kind) == NoticeKind.MEMBER_JOINED)
        assert session.exec(told).one() == 1
