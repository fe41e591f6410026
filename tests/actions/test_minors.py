"""Referring somebody under 18: under an agreement about young people alone, and stored only when it is sent."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import lookups, opening, young
from bot.actions import minors, refer
from bot.cards.referral import card
from bot.demo.cast import KNUT, MAJ, OLLE, YLVA
from bot.errors import Refused
from bot.store import Store
from bot.young import Wanted
from messages import render, views
from models import (
    Agreement,
    AuditEntry,
    Capacity,
    CapacityState,
    Client,
    Consent,
    ConsentGiver,
    Draft,
    Handover,
    Member,
    Notice,
    Referral,
    Scope,
    Wish,
    WishChosen,
)
from tests.documents.files import room_turn
from tests.hands import HandClock, a_referral, at_once, member

FORM = 4711


@pytest.fixture
def agreement(session: Session, clock: HandClock) -> Agreement:
    """B2's agreement is about young people."""
    row = let_b2_take_young(session, clock.now().date())
    session.flush()
    return row


def let_b2_take_young(session: Session, day: date) -> Agreement:
    partner = lookups.partner_by_alias(session, "B2")
    assert partner
    row = lookups.agreement_for(session, partner.id, day)
    assert row
    row.for_young = True
    return row


def wanted(session: Session, **changed: object) -> Wanted:
    partner = lookups.partner_by_alias(session, "B2")
    assert partner
    said = Wanted(
        partner=partner.id,
        handover=Handover.CALL_ME,
        day=None,
        hour=None,
        wishes=(),
        given_by=ConsentGiver.BOTH,
        share=(Scope.WISHES, Scope.DETAILS),
        others=True,
        months=6,
        unprotected=True,
    )
    return replace(said, **changed)  # type: ignore[arg-type]


def sent(session: Session, clock: HandClock, form: int = FORM, **changed: object) -> Referral:
    turn = room_turn(session, YLVA, clock, seed=form)
    said = wanted(session, **changed)
    referral = minors.send(turn, form, said, minors.check(turn, said).offer.seal)
    session.flush()
    return referral


def count(session: Session, table: type[object]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def test_it_is_a_referral_like_any_other_with_who_consented(
    session: Session, clock: HandClock, agreement: Agreement
) -> None:
    wish = lookups.wishes(session, wanted(session).partner)[0]
    referral = sent(session, clock, wishes=(wish.id,))
    consent = session.get_one(Consent, referral.id)
    assert referral.agreement_id == agreement.id
    assert referral.ask_record_on == clock.now().date()
    assert consent.given_by is ConsentGiver.BOTH
    assert consent.share == ["wishes", "details"]
    assert consent.until == date(2023, 4, 3)
    assert session.get_one(Client, referral.person).erased_at is None
    assert [row.wish_id for row in session.exec(select(WishChosen))] == [wish.id]
    told = session.exec(select(Notice).where(col(Notice.about_id) == referral.id)).all()
    assert {session.get_one(Member, row.recipient_id).name for row in told} == {"Knut Påhittad", "Siri Låtsas"}


def test_nothing_in_the_chat_shows_that_it_is_a_minor(session: Session, clock: HandClock, agreement: Agreement) -> None:
    young_one = sent(session, clock, given_by=ConsentGiver.GUARDIAN, share=(Scope.WISHES,), months=12)
    other = a_referral(room_turn(session, YLVA, clock, seed=8))
    session.get_one(Consent, other.id).share = ["wishes"]
    for player in (YLVA, KNUT):
        turn = room_turn(session, player, clock)
        shown = [card(turn, row) for row in (young_one, other)]
        texts = [
            render(one.view, "sv").replace(row.code, "") for one, row in zip(shown, (young_one, other), strict=True)
        ]
        assert texts[0] == texts[1]
        labels = [[press.label for row in one.rows for press in row] for one in shown]
        assert labels[0] == labels[1]


def test_the_same_form_sent_twice_is_one_referral(session: Session, clock: HandClock, agreement: Agreement) -> None:
    assert sent(session, clock).id == sent(session, clock, months=12).id
    assert sent(session, clock, form=FORM + 1).id != sent(session, clock).id
    assert count(session, Referral) == 2


def test_an_open_draft_in_the_chat_is_left_alone(session: Session, clock: HandClock, agreement: Agreement) -> None:
    draft = refer.begin(room_turn(session, YLVA, clock))
    referral = sent(session, clock)
    assert referral.draft_id == -FORM
    assert session.get(Draft, draft.id) is draft


def test_somebody_elses_form_is_not_found(session: Session, clock: HandClock, agreement: Agreement) -> None:
    sent(session, clock)
    turn = room_turn(session, OLLE, clock, seed=8)
    said = wanted(session)
    with pytest.raises(Refused) as no:
        minors.send(turn, FORM, said, minors.check(turn, said).offer.seal)
    assert no.value.view == views.Stale()


@pytest.mark.parametrize("form", [0, -1, 2**31, 10**30])
def test_a_form_that_we_never_gave_is_refused(
    session: Session, clock: HandClock, agreement: Agreement, form: int
) -> None:
    with pytest.raises(Refused):
        sent(session, clock, form=form)


def test_without_an_agreement_about_young_people_nobody_is_offered_and_a_post_is_refused(
    session: Session, clock: HandClock
) -> None:
    turn = room_turn(session, YLVA, clock)
    assert minors.partners(turn) == []
    with pytest.raises(Refused) as no:
        minors.send(turn, FORM, wanted(session), "")
    assert no.value.view == views.NotFound()
    assert count(session, Referral) == 0


@pytest.mark.parametrize("change", [{"takes_referrals": False}, {"valid_to": date(2022, 10, 2)}, {"for_young": False}])
def test_an_agreement_must_take_referrals_and_be_in_force(
    session: Session, clock: HandClock, agreement: Agreement, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(agreement, name, value)
    session.flush()
    assert minors.partners(room_turn(session, YLVA, clock)) == []


def test_another_boards_agreement_does_not_count(session: Session, clock: HandClock, agreement: Agreement) -> None:
    partner = wanted(session).partner
    board = member(session, YLVA).organisation_id
    assert young.agreement(session, board, partner, clock.now().date()) == agreement
    assert young.agreement(session, board + 1000, partner, clock.now().date()) is None


def test_protected_personal_data_stop_it_and_nothing_is_stored(
    session: Session, clock: HandClock, agreement: Agreement
) -> None:
    tables: tuple[type[object], ...] = (Referral, Client, Consent, Draft, Notice, AuditEntry)
    before = [count(session, table) for table in tables]
    turn = room_turn(session, YLVA, clock)
    with pytest.raises(Refused) as no:
        minors.send(turn, FORM, wanted(session, unprotected=False), "")
    assert no.value.view == views.ReferStopped("08-465 004 20")
    assert [count(session, table) for table in tables] == before


def test_a_full_partner_is_not_referred_to(session: Session, clock: HandClock, agreement: Agreement) -> None:
    session.get_one(Capacity, wanted(session).partner).state = CapacityState.FULL
    session.flush()
    with pytest.raises(Refused) as no:
        sent(session, clock)
    assert no.value.view == views.PartnerFull("B2")


def test_a_partner_without_a_koordinator_is_not_referred_to(
    session: Session, clock: HandClock, agreement: Agreement
) -> None:
    for koordinator in lookups.koordinators(session, wanted(session).partner):
        koordinator.ended_at = clock.now()
    session.flush()
    with pytest.raises(Refused) as no:
        sent(session, clock)
    assert no.value.view == views.NobodyThere("B2")


def test_a_consent_that_has_changed_since_the_summary_is_asked_for_again(
    session: Session, clock: HandClock, agreement: Agreement
) -> None:
    turn = room_turn(session, YLVA, clock)
    seal = minors.check(turn, wanted(session)).offer.seal
    clock.forward(days=1)
    with pytest.raises(Refused) as no:
        minors.send(room_turn(session, YLVA, clock), FORM, wanted(session), seal)
    assert no.value.view == views.DraftChanged()


@pytest.mark.parametrize(
    "change",
    [
        {"wishes": (999_999,)},
        {"months": 0},
        {"months": 13},
        {"handover": Handover.TIME},
        {"handover": Handover.TIME, "day": date(2022, 10, 2), "hour": 10},
        {"handover": Handover.TIME, "day": date(2022, 10, 4), "hour": 3},
        {"partner": 0},
        {"partner": 999_999},
    ],
)
def test_what_is_not_offered_is_refused(
    session: Session, clock: HandClock, agreement: Agreement, change: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        minors.check(room_turn(session, YLVA, clock), wanted(session, **change))


def test_another_partners_wish_is_refused(session: Session, clock: HandClock, agreement: Agreement) -> None:
    foreign = Wish(organisation_id=member(session, YLVA).organisation_id, position=1, sv="påhitt", en="fancy")
    session.add(foreign)
    session.flush()
    with pytest.raises(Refused):
        minors.check(room_turn(session, YLVA, clock), wanted(session, wishes=(foreign.id,)))


def test_a_meeting_at_a_time_comes_along(session: Session, clock: HandClock, agreement: Agreement) -> None:
    turn = room_turn(session, YLVA, clock)
    partner = minors.partner(turn, wanted(session).partner)
    day = opening.next_open_days(partner, turn.now)[-1]
    referral = sent(session, clock, handover=Handover.TIME, day=day, hour=partner.opens)
    assert referral.meet_at is not None
    assert referral.meet_at > clock.now()


@pytest.mark.parametrize("player", [KNUT, MAJ])
def test_nobody_but_a_caseworker_refers(
    session: Session, clock: HandClock, agreement: Agreement, player: object
) -> None:
    turn = room_turn(session, player, clock)  # type: ignore[arg-type]
    with pytest.raises(Refused) as no:
        minors.send(turn, FORM, wanted(session), "")
    assert no.value.view == views.NotAllowed()


def test_two_who_send_the_same_form_at_once_make_one_referral(played: Store, clock: HandClock) -> None:
    played.run_now(lambda session: let_b2_take_young(session, clock.now().date()).id)

    def send(session: Session) -> int:
        lookups.lock_members(session, {member(session, YLVA).id})
        return sent(session, clock).id

    ids = at_once(played, send, send, send)
    assert len(set(map(str, ids))) == 1
    assert played.run_now(lambda session: count(session, Referral)) == 1
