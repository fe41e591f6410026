"""Proposals of agreements: what is made, and what is refused with its reason."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import Session, col, select

from bot.actions import agreement_proposals
from bot.agreements import periods, proposed
from bot.agreements.parties import of as parties_of
from bot.agreements.proposed import Wanted
from bot.clock import at_local
from bot.demo.cast import BOARD, KNUT, MAJ
from bot.errors import Refused
from bot.store import Store
from messages import views
from models import Agreement, AgreementStatus, Attainment, AuditEntry, BudgetLine, Goal
from tests.hands import at_once, member, turn
from tests.web.room.visiting import ON_SQLITE
from tests.web.room_agreements.named import agreement, organisation

NEXT = "Street Minds 2023"


def wanted(session: Session, *parties: str, **more: object) -> Wanted:
    """Street Minds once more, or other parties; the year after."""
    ids = tuple(organisation(session, name).id for name in (parties or (BOARD, "Street Minds")))
    return replace(Wanted(NEXT, ids, date(2023, 6, 1), date(2024, 5, 31), 12), **more)  # type: ignore[arg-type]


def word(session: Session, form: Wanted) -> str:
    """The word of what is wrong; empty where nothing is."""
    found = proposed.flaw(session, form, member(session, MAJ).organisation_id)
    return found.word if found else ""


@ON_SQLITE
def test_a_proposal_is_not_in_force_and_takes_over_what_it_is_asked_to(session: Session, now: datetime) -> None:
    before = agreement(session, "Street Minds")
    before.room_facts = {"annexes_sv": "Budget", "programme_sv": ""}
    before.promises_presence = True
    session.add(
        Goal(
            agreement_id=before.id,
            position=90,
            words="Odla",
            follow_up="Räkna lådor",
            attainment=Attainment.REACHED,
            attainment_words="Ja",
        )
    )
    session.add(BudgetLine(agreement_id=before.id, position=90, words="Frön", planned_ore=125_050))
    session.flush()

    row = agreement_proposals.propose(
        turn(session, MAJ, now), wanted(session, follows=before.id, purpose="Nytt syfte.", copies=True)
    )

    assert (row.status, row.follows, row.extension_permitted_months) == (AgreementStatus.PROPOSED, "Street Minds", 12)
    assert periods.standing(row, date(2023, 7, 1)) is periods.Standing.PROPOSED
    assert [one.name for one in parties_of(session, row.id)] == [BOARD, "Street Minds"]
    assert row.room_facts is not None
    assert row.room_facts["purpose_sv"] == "Nytt syfte."
    assert (row.room_facts["annexes_sv"], row.room_facts["programme_sv"]) == ("Budget", "")
    assert (row.takes_referrals, row.promises_presence, row.facts) == (True, True, {})
    [goal] = session.exec(select(Goal).where(col(Goal.agreement_id) == row.id, col(Goal.words) == "Odla")).all()
    assert (goal.follow_up, goal.attainment, goal.attainment_words) == ("Räkna lådor", None, "")
    [line] = session.exec(select(BudgetLine).where(col(BudgetLine.agreement_id) == row.id)).all()
    assert (line.words, line.planned_ore) == ("Frön", 125_050)
    assert session.exec(select(AuditEntry.act).where(col(AuditEntry.subject_id) == row.id)).all()[-1:] == [
        "propose_agreement"
    ]


@ON_SQLITE
def test_unless_asked_it_takes_nothing_over(session: Session, now: datetime) -> None:
    before = agreement(session, "Street Minds")

    row = agreement_proposals.propose(turn(session, MAJ, now), wanted(session, follows=before.id))

    assert (row.room_facts or {}, row.takes_referrals) == ({}, False)
    assert not session.exec(select(Goal).where(col(Goal.agreement_id) == row.id)).all()


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"name": ""}, "no_name"),
        ({"name": "x" * 121}, "long_name"),
        ({"name": "Stacken"}, "taken"),
        ({"valid_to": None}, "no_period"),
        ({"valid_to": date(2023, 5, 31)}, "backward"),
        ({"valid_to": date(2063, 5, 31)}, "long_period"),
        ({"months": 121}, "months"),
        ({"months": -1}, "months"),
        ({"valid_from": date(2023, 5, 31)}, "overlap"),
        ({"valid_from": date(2021, 1, 1), "valid_to": date(2021, 5, 31)}, ""),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said(session: Session, change: dict[str, object], said: str) -> None:
    assert word(session, wanted(session, **change)) == said


@ON_SQLITE
@pytest.mark.parametrize(
    ("parties", "said"),
    [
        ((BOARD,), "few_parties"),
        ((BOARD, "Stacken", "Stacken"), "party_twice"),
        ((BOARD, "Farsta stadsdelsnämnd"), "no_partner"),
        (("Farsta stadsdelsnämnd", "Stacken"), "not_own"),
        ((BOARD, "Farsta stadsdelsnämnd", "Stacken"), ""),
    ],
)
def test_the_parties_are_two_or_more_of_which_one_is_the_own_board(
    session: Session, parties: tuple[str, ...], said: str
) -> None:
    assert word(session, wanted(session, *parties)) == said


@ON_SQLITE
def test_it_follows_an_agreement_of_the_same_parties_that_does_not_begin_after_it(session: Session) -> None:
    other, before = agreement(session, "Stacken"), agreement(session, "Street Minds")

    assert word(session, wanted(session, follows=other.id)) == "other_parties"
    past = {"valid_from": date(2021, 1, 1), "valid_to": date(2021, 5, 31)}
    assert word(session, wanted(session, follows=before.id, **past)) == "before"


@ON_SQLITE
def test_what_never_came_about_stands_in_nobodys_way(session: Session) -> None:
    agreement(session, "Street Minds").status = AgreementStatus.WITHDRAWN

    assert word(session, wanted(session, valid_from=date(2023, 1, 1))) == ""


@ON_SQLITE
def test_a_koordinator_proposes_nothing_and_others_agreements_are_not_followed(session: Session, now: datetime) -> None:
    with pytest.raises(Refused) as no:
        agreement_proposals.propose(turn(session, KNUT, now), wanted(session))
    assert no.value.view == views.NotAllowed()
    with pytest.raises(Refused) as nowhere:
        agreement_proposals.propose(turn(session, MAJ, now), wanted(session, follows=4711))
    assert nowhere.value.view == views.NotFound()


def test_two_taps_at_once_make_one_proposal(played: Store) -> None:
    now = at_local(date(2022, 10, 3), 9)

    def unit(session: Session) -> int:
        return agreement_proposals.propose(turn(session, MAJ, now), wanted(session)).id

    made = at_once(played, unit, unit)

    assert made[0] == made[1]


@ON_SQLITE
def test_a_proposal_is_corrected_until_it_is_decided(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)
    row = agreement_proposals.propose(maj, wanted(session))

    better = wanted(session, BOARD, "Street Minds", "Stacken", name="Odling", valid_to=date(2025, 5, 31), months=None)
    agreement_proposals.correct(maj, row.id, better)

    assert (row.name, row.valid_to, row.extension_permitted_months) == ("Odling", date(2025, 5, 31), None)
    assert len(parties_of(session, row.id)) == 3
    row.status = AgreementStatus.AGREED
    with pytest.raises(Refused) as no:
        agreement_proposals.correct(maj, row.id, wanted(session))
    assert no.value.view == views.Stale()


@ON_SQLITE
def test_a_corrected_proposal_does_not_stand_in_its_own_way(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)
    row = agreement_proposals.propose(maj, wanted(session))

    agreement_proposals.correct(maj, row.id, wanted(session, valid_from=date(2023, 7, 1)))

    assert row.valid_from == date(2023, 7, 1)
    assert session.exec(select(Agreement).where(col(Agreement.name) == NEXT)).one() is row
