"""A proposed agreement is entered into or rejected, until the decision is struck."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.actions import resolutions
from bot.actions.resolutions import Written
from bot.demo.cast import BOARD, MAJ, PARTNER
from models import Agreement, AgreementStatus, Instance, Party, ResolutionKind
from tests.actions.resolving import EXTEND, IN_MAY, no, records, refused, street_minds
from tests.conversations.playing import organisation
from tests.hands import turn
from tests.web.room.visiting import ON_SQLITE


def status(row: Agreement) -> AgreementStatus:
    return row.status


def a_proposal(session: Session) -> Agreement:
    """An agreement that is proposed after Street Minds, between the same two."""
    row = Agreement(
        name="Street Minds (next)",
        follows="Street Minds",
        status=AgreementStatus.PROPOSED,
        valid_from=date(2023, 6, 1),
        valid_to=date(2025, 5, 31),
        takes_referrals=True,
        facts={},
    )
    session.add(row)
    session.flush()
    for position, name in enumerate((BOARD, PARTNER)):
        session.add(Party(agreement_id=row.id, organisation_id=organisation(session, name).id, position=position))
    session.flush()
    return row


@ON_SQLITE
def test_a_proposed_agreement_is_agreed_when_the_decision_is_signed(session: Session) -> None:
    row, maj = a_proposal(session), turn(session, MAJ, IN_MAY)
    change = replace(EXTEND, kind=ResolutionKind.CHANGE)
    assert refused(lambda: resolutions.record(maj, row.id, change)) == no("not_agreed")
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2023-05-16", "1", "§ 4")
    resolution = resolutions.record(maj, row.id, enter)
    assert status(row) is AgreementStatus.PROPOSED

    resolutions.sign(maj, resolution.id, "2023-05-19")
    assert status(row) is AgreementStatus.AGREED
    resolutions.strike(maj, resolution.id)

    assert status(row) is AgreementStatus.PROPOSED


@ON_SQLITE
def test_a_decision_on_an_agreement_that_runs_already_may_be_struck_and_it_runs_on(session: Session) -> None:
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2022-05-16", "1", "§ 4", signed_on="2022-05-20")
    resolutions.strike(turn(session, MAJ, IN_MAY), records(session, enter).id)
    assert street_minds(session).status is AgreementStatus.AGREED


@ON_SQLITE
def test_a_rejected_proposal_is_withdrawn_until_the_decision_is_struck(session: Session) -> None:
    row, maj = a_proposal(session), turn(session, MAJ, IN_MAY)
    rejected = resolutions.record(maj, row.id, Written(ResolutionKind.REJECT, Instance.BOARD, "2023-05-16", "1", "§ 4"))
    assert status(row) is AgreementStatus.WITHDRAWN
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2023-05-17", "1", "§ 5")
    assert refused(lambda: resolutions.record(maj, row.id, enter)) == no("withdrawn")
    resolutions.strike(maj, rejected.id)
    assert status(row) is AgreementStatus.PROPOSED
