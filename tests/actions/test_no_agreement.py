"""Why a partner takes no referrals today; what was begun is kept."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot import lookups
from bot.actions import receiving, refer, sending
from bot.clock import at_local
from bot.demo.cast import YLVA
from bot.errors import Refused
from messages import views
from models import Agreement, AgreementStatus, Draft, Organisation
from tests.conversations.playing import agreement
from tests.hands import seal, turn
from tests.web.room.visiting import ON_SQLITE

ENDS = date(2023, 5, 31)


def why(session: Session, day: date) -> views.View:
    """What is said when B2 is referred to on that day."""
    partner = session.exec(select(Organisation).where(col(Organisation.alias) == "B2")).one()
    with pytest.raises(Refused) as no:
        receiving.receiver(turn(session, YLVA, at_local(day, 9)), partner.id)
    return no.value.view


def first_only(session: Session) -> None:
    """Only the first agreement with Street Minds is known; it has no reported end."""
    later = agreement(session, "Street Minds")
    later.status = AgreementStatus.WITHDRAWN
    session.flush()


@ON_SQLITE
def test_the_reason_is_the_end_the_beginning_or_that_nothing_is_known(session: Session) -> None:
    assert why(session, date(2023, 6, 1)) == views.NoAgreement("B2", "unknown", ENDS)
    assert why(session, date(2025, 1, 1)) == views.NoAgreement("B2", "lapsed", ENDS)
    assert why(session, date(2021, 5, 31)) == views.NoAgreement("B2", "begins", date(2021, 6, 1))
    first_only(session)
    assert why(session, date(2022, 10, 3)) == views.NoAgreement("B2", "lapsed", date(2022, 5, 31))
    for row in session.exec(select(Agreement).where(col(Agreement.name).startswith("Street Minds"))):
        row.status = AgreementStatus.PROPOSED
    session.flush()
    assert why(session, date(2022, 10, 3)) == views.NoAgreement("B2")


@ON_SQLITE
def test_an_agreement_under_which_nobody_is_referred_says_so(session: Session) -> None:
    agreement(session, "Street Minds").takes_referrals = False
    session.flush()
    assert why(session, date(2022, 10, 3)) == views.NoAgreement("B2", "not_taking")


@ON_SQLITE
def test_a_draft_that_is_complete_when_the_agreement_lapses_is_kept(session: Session) -> None:
    evening, after = at_local(ENDS, 23, 59), at_local(date(2023, 6, 1), 0, 1)
    ylva, partner = turn(session, YLVA, evening), lookups.partner_by_alias(session, "B2")
    assert partner
    draft = refer.begin(ylva)
    refer.pick_partner(ylva, draft.id, partner.id)
    refer.change(ylva, draft.id, lambda begun: replace(begun, handover="call_me", wishes_done=True))
    refer.give_consent(ylva, draft.id, draft.revision, seal(ylva, draft.id))
    with pytest.raises(Refused) as no:
        sending.send(turn(session, YLVA, after), draft.id, draft.revision)
    assert no.value.view == views.NoAgreement("B2", "unknown", ENDS)
    assert session.get(Draft, draft.id) is draft
