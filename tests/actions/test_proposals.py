"""Proposals to the steering group: who makes, decides and withdraws them, and who hears of it."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, col, select

from bot.actions import proposals
from bot.agreements import steering
from bot.cards import steering as cards
from bot.demo.cast import ADA, KNUT, MAJ, SIRI, YLVA, Player
from bot.errors import Refused
from bot.store import Store, Unit
from messages import views
from models import Instance, Member, Notice, NoticeKind, Proposal, ProposalStatus, Resolution, ResolutionKind, Role
from tests.conversations.playing import agreement
from tests.hands import at_once, member, turn
from tests.web.room_managers.board import VERA, a_second_manager

FORM = "f" * 24


def proposed(session: Session, now: datetime, player: Player = KNUT, form: str = FORM) -> Proposal:
    of = agreement(session, "Street Minds").id
    return proposals.propose(turn(session, player, now), of, form, "Öppet  på lördagar", "Fler kommer då.\r\n")


def mandated(session: Session, now: datetime, *players: Player, name: str = "Street Minds") -> None:
    """The players decide as directors, and the board has recorded the decision that lets them."""
    for player in players:
        member(session, player).director = True
    session.add(
        Resolution(
            agreement_id=agreement(session, name).id,
            kind=ResolutionKind.ENTER,
            instance=Instance.BOARD,
            decided_on=date(2022, 5, 19),
            registry_number="EÅV 2022/111",
            paragraph="§ 7",
            gives_mandate=True,
            member_id=member(session, MAJ).id,
            at=now,
        )
    )
    session.flush()


def told(session: Session) -> list[tuple[str, str]]:
    news = select(Notice, Member).join(Member, col(Member.id) == col(Notice.recipient_id))
    rows = session.exec(news.where(col(Notice.kind) == NoticeKind.PROPOSAL_NEWS).order_by(col(Notice.id))).all()
    return [(notice.occasion, member.name) for notice, member in rows]


def test_any_party_proposes_and_the_other_parties_are_told(session: Session, now: datetime) -> None:
    proposal = proposed(session, now)

    assert (proposal.title, proposal.words, proposal.status) == (
        "Öppet på lördagar",
        "Fler kommer då.",
        ProposalStatus.OPEN,
    )
    assert told(session) == [("proposed", MAJ.name)]
    assert proposed(session, now) is proposal
    with pytest.raises(Refused):
        proposals.propose(turn(session, KNUT, now), proposal.agreement_id, FORM, proposal.title, "Andra ord")
    proposed(session, now, MAJ, "g" * 24)
    assert told(session)[1:] == [("proposed", KNUT.name), ("proposed", SIRI.name)]


@pytest.mark.parametrize("player", [YLVA, ADA])
def test_who_answers_for_no_party_proposes_nothing(session: Session, now: datetime, player: Player) -> None:
    with pytest.raises(Refused) as no:
        proposed(session, now, player)

    assert isinstance(no.value.view, views.NotFound)


@pytest.mark.parametrize(("title", "words"), [("", "Skäl"), ("Rubrik", "  ")])
def test_a_proposal_without_words_is_refused(session: Session, now: datetime, title: str, words: str) -> None:
    with pytest.raises(Refused) as no:
        proposals.propose(turn(session, KNUT, now), agreement(session, "Street Minds").id, FORM, title, words)

    assert isinstance(no.value.view, views.NothingWritten)


def test_the_director_decides_and_the_trail_says_who_when_and_why(session: Session, now: datetime) -> None:
    proposal = proposed(session, now)
    mandated(session, now, MAJ)

    proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, " Från november. ")
    proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, "Från november.\r\n")
    with pytest.raises(Refused) as no:
        proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, "Andra ord")
    assert no.value.view == views.ProposalSettled(MAJ.name, now)

    steps = steering.steps(session, proposal.id)
    assert [(step.status, step.words) for step in steps] == [
        (ProposalStatus.OPEN, ""),
        (ProposalStatus.APPROVED, "Från november."),
    ]
    assert (steps[1].member_id, steps[1].at) == (member(session, MAJ).id, now)
    assert told(session)[1:] == [("decided", KNUT.name), ("decided", SIRI.name)]
    card = cards.proposal_news(turn(session, KNUT, now), proposal, "decided")
    assert card
    assert card.view == views.ProposalNews("Street Minds")


def test_without_the_boards_decision_on_the_mandate_nothing_is_decided(session: Session, now: datetime) -> None:
    proposal = proposed(session, now)
    member(session, MAJ).director = True

    with pytest.raises(Refused) as no:
        proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, "")
    assert no.value.view == views.NoMandate()

    mandated(session, now, MAJ)
    for mandate in session.exec(select(Resolution)):
        mandate.struck_at = now
    with pytest.raises(Refused):
        proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, "")
    assert proposal.status is ProposalStatus.OPEN


def test_when_the_agreement_has_lapsed_nothing_is_decided(session: Session, now: datetime) -> None:
    proposal = proposed(session, now)
    mandated(session, now, MAJ)
    agreement(session, "Street Minds").valid_to = date(2022, 10, 2)

    with pytest.raises(Refused) as no:
        proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, "")

    assert no.value.view == views.NotInForce(date(2022, 6, 1), date(2022, 10, 2))


@pytest.mark.parametrize("player", [MAJ, KNUT, YLVA, ADA])
def test_only_the_director_decides(session: Session, now: datetime, player: Player) -> None:
    proposal = proposed(session, now)
    mandated(session, now)

    with pytest.raises(Refused):
        proposals.decide(turn(session, player, now), proposal.id, ProposalStatus.REJECTED, "")

    assert proposal.status is ProposalStatus.OPEN


def test_a_proposal_is_replaced_by_another_open_one(session: Session, now: datetime) -> None:
    first, other = proposed(session, now), proposed(session, now, SIRI, "g" * 24)
    mandated(session, now, MAJ)
    maj = turn(session, MAJ, now)

    for none in (0, first.id):
        with pytest.raises(Refused) as no:
            proposals.decide(maj, first.id, ProposalStatus.REPLACED, "", none)
        assert no.value.view == views.NoReplacement()
    proposals.decide(maj, first.id, ProposalStatus.REPLACED, "", other.id)

    assert (first.status, other.status, other.replaces_id) == (
        ProposalStatus.REPLACED,
        ProposalStatus.OPEN,
        first.id,
    )


def test_the_proposing_party_alone_withdraws_it_while_it_is_open(session: Session, now: datetime) -> None:
    proposal = proposed(session, now)
    with pytest.raises(Refused):
        proposals.withdraw(turn(session, MAJ, now), proposal.id, "")

    proposals.withdraw(turn(session, SIRI, now), proposal.id, "Löst på annat sätt.")

    assert proposal.status is ProposalStatus.WITHDRAWN
    assert cards.proposal_news(turn(session, MAJ, now), proposal, "proposed") is None
    mandated(session, now, MAJ)
    with pytest.raises(Refused) as no:
        proposals.decide(turn(session, MAJ, now), proposal.id, ProposalStatus.APPROVED, "")
    assert no.value.view == views.ProposalSettled(SIRI.name, now)


def test_a_substitute_of_another_role_gets_the_news_without_a_way_in(session: Session, now: datetime) -> None:
    proposal = proposed(session, now)
    member(session, YLVA).role = Role.CASEWORKER

    card = cards.proposal_news(turn(session, YLVA, now), proposal, "proposed")

    assert card
    assert card.rows == ()


def _decides(player: Player, proposal_id: int, decision: ProposalStatus, now: datetime) -> Unit[object]:
    def unit(session: Session) -> None:
        proposals.decide(turn(session, player, now), proposal_id, decision, "")

    return unit


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(played: Store, now: datetime) -> None:
    def begin(session: Session) -> int:
        a_second_manager(session, now)
        mandated(session, now, MAJ, VERA)
        return proposed(session, now).id

    proposal_id = played.run_now(begin)

    outcomes = at_once(
        played,
        _decides(MAJ, proposal_id, ProposalStatus.APPROVED, now),
        _decides(VERA, proposal_id, ProposalStatus.REJECTED, now),
    )

    lost = [view for view in outcomes if isinstance(view, views.ProposalSettled)]
    assert len(lost) == 1
    with Session(played.engine) as session:
        steps = steering.steps(session, proposal_id)
        assert len(steps) == 2
        assert lost[0].by == session.get_one(Member, steps[1].member_id).name
        assert session.get_one(Proposal, proposal_id).status is steps[1].status
