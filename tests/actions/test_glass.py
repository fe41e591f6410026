"""Break-glass: asked for by one, opened by another, for an hour, and everybody concerned is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import glass_requests, relations
from bot.actions import glass, referrals
from bot.cards import managers
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.errors import Refused
from bot.policy import Relation
from bot.sealed import Vault
from bot.sealed.ring import KeyRing, new_key
from bot.store import Store
from bot.turn import Turn
from messages import views
from models import AuditEntry, Client, Glass, Notice, NoticeKind, Referral
from tests.hands import HOUSE, a_referral, at_once, member
from tests.hands import turn as plain_turn
from tests.web.room_managers.board import VERA, a_second_manager

REASON = "Personens anhörig har ringt och är orolig."
HOUSE_WITH_KEYS = replace(HOUSE, vault=Vault(KeyRing.read(new_key("test"))), room_url="http://localhost:1")


def turn(session: Session, player: Player, now: datetime, seed: int = 7) -> Turn:
    return replace(plain_turn(session, player, now, seed), house=HOUSE_WITH_KEYS)


def asked(session: Session, now: datetime, player: Player = MAJ) -> tuple[Referral, Glass]:
    referral = a_referral(turn(session, YLVA, now))
    return referral, glass.ask(turn(session, player, now), referral.code, REASON)


def told(session: Session, kind: NoticeKind) -> set[int]:
    return set(session.exec(select(Notice.recipient_id).where(col(Notice.kind) == kind)))


def ids(session: Session, *players: Player) -> set[int]:
    return {member(session, player).id for player in players}


def relation(session: Session, player: Player, referral: Referral, now: datetime) -> Relation:
    return relations.to_referral(turn(session, player, now), referral)


def test_a_manager_reads_for_an_hour_once_another_has_opened_it(session: Session, now: datetime) -> None:
    a_second_manager(session, now)
    referral, row = asked(session, now)
    assert relation(session, MAJ, referral, now) is Relation.OTHER

    glass.answer(turn(session, VERA, now), row.id, opens=True)

    last = now + glass_requests.OPEN_FOR
    assert relation(session, MAJ, referral, last - timedelta(seconds=1)) is Relation.GLASS
    assert relation(session, MAJ, referral, last) is Relation.OTHER
    assert relation(session, VERA, referral, now) is Relation.OTHER


def test_an_administrator_can_open_and_never_asks(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)

    glass.answer(turn(session, ADA, now), row.id, opens=True)

    assert relation(session, MAJ, referral, now) is Relation.GLASS
    with pytest.raises(Refused):
        glass.ask(turn(session, ADA, now), referral.code, REASON)


def test_nobody_opens_what_they_asked_for(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)

    with pytest.raises(Refused):
        glass.answer(turn(session, MAJ, now), row.id, opens=True)

    assert relation(session, MAJ, referral, now) is Relation.OTHER


@pytest.mark.parametrize("player", [YLVA, OLLE, KNUT])
def test_a_caseworker_or_a_koordinator_neither_asks_nor_opens(session: Session, now: datetime, player: Player) -> None:
    referral, row = asked(session, now)

    with pytest.raises(Refused):
        glass.answer(turn(session, player, now), row.id, opens=True)
    with pytest.raises(Refused):
        glass.ask(turn(session, player, now), referral.code, REASON)


def test_everybody_concerned_is_told_at_once_and_others_are_not(session: Session, now: datetime) -> None:
    a_second_manager(session, now)
    _, row = asked(session, now)
    assert told(session, NoticeKind.GLASS_ASKED) == ids(session, VERA, ADA)

    glass.answer(turn(session, VERA, now), row.id, opens=True)

    assert told(session, NoticeKind.GLASS_OPENED) == ids(session, YLVA, KNUT, SIRI, MAJ, VERA)


def test_a_koordinator_is_told_no_names_and_the_referrer_is(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)
    glass.answer(turn(session, ADA, now), row.id, opens=True)

    views_seen = [managers.glass_opened(turn(session, player, now), row) for player in (KNUT, YLVA, MAJ)]

    assert [card.view for card in views_seen if card] == [
        views.GlassOpened(referral.code, now + glass_requests.OPEN_FOR, "", ""),
        views.GlassOpened(referral.code, now + glass_requests.OPEN_FOR, MAJ.name, ADA.name),
        views.GlassOpened(referral.code, now + glass_requests.OPEN_FOR, MAJ.name, ADA.name, mine=True),
    ]


def test_what_nobody_answers_within_a_day_lapses(session: Session, now: datetime) -> None:
    _, row = asked(session, now)

    with pytest.raises(Refused) as no:
        glass.answer(turn(session, ADA, now + glass_requests.ANSWERED_WITHIN), row.id, opens=True)

    assert isinstance(no.value.view, views.GlassOver)
    assert managers.glass_asked(turn(session, ADA, now + glass_requests.ANSWERED_WITHIN), row) is None
    glass.answer(turn(session, ADA, now + glass_requests.ANSWERED_WITHIN - timedelta(seconds=1)), row.id, opens=True)


def test_a_no_is_told_to_the_one_who_asked_and_cannot_be_overturned(session: Session, now: datetime) -> None:
    a_second_manager(session, now)
    referral, row = asked(session, now)

    glass.answer(turn(session, ADA, now), row.id, opens=False)

    with pytest.raises(Refused):
        glass.answer(turn(session, VERA, now), row.id, opens=True)
    card = managers.glass_asked(turn(session, MAJ, now), row)
    assert card
    assert card.view == views.GlassRefused(referral.code)


def test_two_taps_are_one_request_and_one_opening(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)
    again = glass.ask(turn(session, MAJ, now), referral.code.lower(), REASON)
    glass.answer(turn(session, ADA, now), row.id, opens=True)
    glass.answer(turn(session, ADA, now + timedelta(minutes=5)), row.id, opens=True)

    assert again.id == row.id
    assert row.until == now + glass_requests.OPEN_FOR


@pytest.mark.parametrize("reason", ["", "   ", "x" * 19, " " * 30 + "oro"])
def test_a_reason_of_fewer_than_twenty_characters_is_none(session: Session, now: datetime, reason: str) -> None:
    referral = a_referral(turn(session, YLVA, now))

    with pytest.raises(Refused) as no:
        glass.ask(turn(session, MAJ, now), referral.code, reason)

    assert no.value.view == views.ReasonTooShort(20)


def test_it_cannot_be_asked_for_where_nobody_else_could_open_it(session: Session, now: datetime) -> None:
    member(session, ADA).ended_at = now
    referral = a_referral(turn(session, YLVA, now))

    with pytest.raises(Refused) as no:
        glass.ask(turn(session, MAJ, now), referral.code, REASON)

    assert no.value.view == views.NobodyToOpen()


def test_a_code_of_another_board_is_said_not_to_exist(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)
    member(session, YLVA).organisation_id = member(session, KNUT).organisation_id

    for code in (referral.code, "R-NOSUCH"):
        with pytest.raises(Refused) as no:
            glass.ask(turn(session, MAJ, now + timedelta(days=2)), code, REASON)
        assert isinstance(no.value.view, views.NotFound)
    with pytest.raises(Refused) as no:
        glass.answer(turn(session, ADA, now), row.id, opens=True)
    assert isinstance(no.value.view, views.NotFound)


def test_whoever_left_or_was_locked_out_gets_nothing_opened(session: Session, now: datetime) -> None:
    _, row = asked(session, now)
    member(session, MAJ).locked_out_at = now

    with pytest.raises(Refused):
        glass.answer(turn(session, ADA, now), row.id, opens=True)


def test_the_reason_is_sealed_with_the_clients_key(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)
    assert b"anh" not in row.sealed_reason
    assert glass_requests.reason(turn(session, ADA, now), row, referral) == REASON

    session.get_one(Client, referral.person).wrapped_key = None
    session.flush()

    assert glass_requests.reason(turn(session, ADA, now), row, referral) is None


def test_what_a_manager_reads_is_kept_as_glass(session: Session, now: datetime) -> None:
    referral, row = asked(session, now)
    glass.answer(turn(session, ADA, now), row.id, opens=True)

    referrals.enter(turn(session, MAJ, now), referral.code)

    of_maj = select(AuditEntry.act).where(
        col(AuditEntry.member_id) == member(session, MAJ).id, col(AuditEntry.subject_id) == referral.id
    )
    assert session.exec(of_maj.order_by(col(AuditEntry.id))).all() == ["ask_glass", "see_referral", "glass"]


def test_of_two_who_answer_at_once_one_wins(played: Store, now: datetime) -> None:
    def stage(session: Session) -> int:
        a_second_manager(session, now)
        return asked(session, now)[1].id

    row = played.run_now(stage)

    said = at_once(
        played,
        lambda session: glass.answer(turn(session, VERA, now), row, opens=True).id,
        lambda session: glass.answer(turn(session, ADA, now), row, opens=False).id,
    )

    assert sorted(isinstance(one, views.GlassOver) for one in said) == [False, True]
    after = played.run_now(lambda session: session.get_one(Glass, row))
    assert (after.opened_at is None) != (after.refused_at is None)


def test_of_two_taps_at_once_one_asks(played: Store, now: datetime) -> None:
    code = played.run_now(lambda session: a_referral(turn(session, YLVA, now)).code)

    at_once(played, *(lambda session: glass.ask(turn(session, MAJ, now), code, REASON).id for _ in range(3)))

    assert len(played.run_now(lambda session: session.exec(select(Glass)).all())) == 1
