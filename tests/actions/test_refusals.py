"""What an action refuses although no button offers it: forged, old, or another's."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import absences, invitations, members, record, refer, referrals, sending
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.errors import Refused
from messages import views
from models import (
    Agreement,
    Happening,
    Notice,
    NoticeKind,
    Organisation,
    Referral,
    ReferralStatus,
    Role,
    StatusReason,
    Wish,
)
from tests.hands import a_referral, member, seal, turn

PARTNERS_STEPS = [Happening.SEEN, Happening.CALL_ASKED, Happening.WAITING_LIST]


def _organisation(session: Session, name: str) -> Organisation:
    return session.exec(select(Organisation).where(col(Organisation.name) == name)).one()


@pytest.mark.parametrize("who", [YLVA, OLLE, MAJ, ADA], ids=lambda who: who.name)
def test_nobody_but_the_partner_answers(session: Session, now: datetime, who: Player) -> None:
    referral = a_referral(turn(session, YLVA, now))
    for happening in PARTNERS_STEPS:
        with pytest.raises(Refused) as refused:
            referrals.take(turn(session, who, now), referral.id, happening, referral.revision)
        assert refused.value.view == views.NotFound()
    assert referral.status is ReferralStatus.REQUESTED


@pytest.mark.parametrize("who", [KNUT, OLLE, MAJ, ADA], ids=lambda who: who.name)
def test_nobody_but_the_referrer_withdraws_or_records(session: Session, now: datetime, who: Player) -> None:
    referral = a_referral(turn(session, YLVA, now))
    theirs = turn(session, who, now)
    with pytest.raises(Refused):
        referrals.take(theirs, referral.id, Happening.WITHDRAWN, 1)
    with pytest.raises(Refused):
        record.confirm(theirs, referral.id)
    assert referral.status is ReferralStatus.REQUESTED
    assert referral.recorded_at is None


def test_what_does_not_exist_and_what_is_anothers_are_refused_in_the_same_words(
    session: Session, now: datetime
) -> None:
    referral = a_referral(turn(session, YLVA, now))
    said = []
    for number in (referral.id, 999_999):
        with pytest.raises(Refused) as refused:
            referrals.find(turn(session, OLLE, now), number)
        said.append(refused.value.view)
    assert said[0] == said[1]


def test_after_intake_a_referral_is_never_rejected(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    knut = turn(session, KNUT, now)
    referrals.accept(knut, referral.id, referral.revision, date(2022, 10, 4))
    for after in (None, Happening.PAUSED, Happening.RESUMED):
        if after:
            referrals.take(knut, referral.id, after, referral.revision)
        with pytest.raises(Refused):
            referrals.decline(turn(session, SIRI, now), referral.id, referral.revision, StatusReason.FULL)
    referrals.take(knut, referral.id, Happening.FAILED, referral.revision)
    assert referral.status is ReferralStatus.FAILED


def test_a_time_that_has_gone_by_is_not_proposed(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    with pytest.raises(Refused):
        referrals.propose(turn(session, KNUT, now), referral.id, referral.revision, now)


def test_a_person_is_not_matched_with_another_partners_activity(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    referrals.accept(turn(session, KNUT, now), referral.id, referral.revision, date(2022, 10, 4))
    football = session.exec(select(Wish).where(col(Wish.sv) == "fotboll")).one()
    with pytest.raises(Refused):
        referrals.match(turn(session, KNUT, now), referral.id, referral.revision, football.id)


def test_a_manager_invites_nobody_to_another_board_even_with_a_forged_button(session: Session, now: datetime) -> None:
    farsta = _organisation(session, "Farsta stadsdelsnämnd")
    manager = turn(session, MAJ, now)
    draft = invitations.begin(manager, "")
    with pytest.raises(Refused):
        invitations.set_field(manager, draft.id, "role", Role.ADMINISTRATOR)
    invitations.set_field(manager, draft.id, "role", Role.MANAGER)
    with pytest.raises(Refused):
        invitations.finish(manager, draft.id, farsta.id)


@pytest.mark.parametrize(("role", "name"), [(Role.KOORDINATOR, BOARD), (Role.MANAGER, "Street Minds")])
def test_a_role_fits_its_organisation(session: Session, now: datetime, role: Role, name: str) -> None:
    ada = turn(session, ADA, now)
    with pytest.raises(Refused):
        invitations.make(
            session,
            role=role,
            organisation=_organisation(session, name),
            unit="",
            invited_by_id=ada.who.id,
            now=now,
            dice=ada.dice,
        )


def test_referrals_are_handed_only_to_somebody_of_the_same_organisation_and_role(
    session: Session, now: datetime
) -> None:
    a_referral(turn(session, YLVA, now))
    ylva, maj, knut = (member(session, player).id for player in (YLVA, MAJ, KNUT))
    for colleague in (maj, knut, ylva, 0, 999_999):
        with pytest.raises(Refused):
            members.hand_over(turn(session, MAJ, now), ylva, colleague, ends=True)
    assert member(session, YLVA).ended_at is None


def test_codes_that_are_not_in_the_case_file_yet_are_still_asked_about_when_somebody_leaves(
    session: Session, now: datetime
) -> None:
    referral = a_referral(turn(session, YLVA, now))
    referrals.take(turn(session, YLVA, now), referral.id, Happening.WITHDRAWN, referral.revision)
    members.hand_over(turn(session, MAJ, now), member(session, YLVA).id, member(session, OLLE).id, ends=True)
    record.due(session, now + timedelta(days=1))
    asked = session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.RECORD_QUESTION)).all()
    assert [notice.recipient_id for notice in asked] == [member(session, OLLE).id]


@pytest.mark.parametrize("days", [-1, 367])
def test_an_absence_ends_neither_before_it_begins_nor_after_a_year(session: Session, now: datetime, days: int) -> None:
    with pytest.raises(Refused):
        absences.begin(turn(session, YLVA, now), now.date() + timedelta(days=days))


@pytest.mark.parametrize("player", [KNUT, MAJ, YLVA], ids=lambda player: player.name)
def test_a_substitute_is_of_the_same_organisation_and_role_and_somebody_else(
    session: Session, now: datetime, player: Player
) -> None:
    ylva = turn(session, YLVA, now)
    draft = absences.begin(ylva, None)
    with pytest.raises(Refused):
        absences.pick_substitute(ylva, draft.id, member(session, player).id)


@pytest.mark.parametrize(
    ("moment", "sent"),
    [(at_local(date(2023, 5, 31), 23, 59), True), (at_local(date(2023, 6, 1), 0, 1), False)],
)
def test_an_agreement_lapses_at_midnight_in_stockholm(session: Session, moment: datetime, *, sent: bool) -> None:
    if sent:
        referral = a_referral(turn(session, YLVA, moment))
        assert session.get_one(Agreement, referral.agreement_id).valid_to == date(2023, 5, 31)
        return
    with pytest.raises(Refused) as refused:
        a_referral(turn(session, YLVA, moment))
    assert refused.value.view == views.NoAgreement("B2", "unknown", date(2023, 5, 31))


def test_a_time_that_goes_by_between_summary_and_send_is_not_sent(session: Session, now: datetime) -> None:
    ylva = turn(session, YLVA, now)
    partner = _organisation(session, "Street Minds")
    draft = refer.begin(ylva)
    refer.pick_partner(ylva, draft.id, partner.id)
    meeting = {"handover": "time", "day": "2022-10-03", "hour": 10, "wishes_done": True}
    refer.change(ylva, draft.id, lambda kept: replace(kept, **meeting))  # type: ignore[arg-type]
    refer.give_consent(ylva, draft.id, draft.revision, seal(ylva, draft.id))
    later = turn(session, YLVA, now + timedelta(hours=1))
    with pytest.raises(Refused) as refused:
        sending.send(later, draft.id, draft.revision)
    assert refused.value.view == views.DraftChanged()
    assert not session.exec(select(Referral)).all()
