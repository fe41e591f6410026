"""Questions about an agreement's steering group that actions, cards and pages all ask."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock, lookups, policy, relations, workdays
from bot.agreements.parties import of as parties_of
from bot.policy import Act, Relation
from bot.turn import Turn
from models import (
    Member,
    Party,
    Proposal,
    ProposalStatus,
    ProposalStep,
    Role,
    SteeringMeeting,
    SteeringMember,
)

PACK_LEAD = timedelta(days=7)
"""So long before a meeting its pack is ready."""
LONGEST_TITLE, LONGEST_PROPOSAL, LONGEST_ACCESSIBILITY = 120, 8000, 4000
"""Characters."""
DECISIONS = (ProposalStatus.APPROVED, ProposalStatus.REJECTED, ProposalStatus.REPLACED)
"""What a director can decide on a proposal."""
READERS = frozenset(role for role in Role if policy.allows(role, Act.READ_AGREEMENT, Relation.OWN_ORGANISATION))
"""Who of a party may read what the group has before it, and so be linked to a seat in it."""
TOLD = {True: Role.MANAGER, False: Role.KOORDINATOR}
"""Whom a party's reminders reach where none of its seats is linked: a board's managers, a partner's koordinatorer."""


def ready_on(meeting: SteeringMeeting) -> date:
    """From which day the pack of `meeting` is shown: the working day on which that is said."""
    return workdays.on_or_before(clock.today(meeting.starts_at) - PACK_LEAD)


def people(session: Session, agreement_id: int) -> Sequence[Member]:
    """The current members of the parties who may be linked to a seat, by name."""
    theirs = select(col(Party.organisation_id)).where(col(Party.agreement_id) == agreement_id)
    return session.scalars(
        select(Member)
        .where(col(Member.organisation_id).in_(theirs), col(Member.role).in_(READERS), col(Member.ended_at).is_(None))
        .order_by(col(Member.name), col(Member.id))
    ).all()


def proposers(session: Session, agreement_id: int) -> list[Member]:
    """The current members of the parties who may propose, and hear of proposals, by name."""
    everybody = people(session, agreement_id)
    return [one for one in everybody if policy.allows(one.role, Act.PROPOSE, Relation.OWN_ORGANISATION)]


def group(session: Session, agreement_id: int, day: date) -> list[Member]:
    """Who is told of the group's meetings in the chat on `day`, and raises what is to be taken up there.

    Of each party those who are linked to a seat; where nobody is, the board's managers and the partner's
    koordinatorer.
    """
    linked = {seat.member_id for seat in seats(session, agreement_id, day) if seat.since <= day}
    everybody = [member for member in people(session, agreement_id) if member.id in linked]
    found: list[Member] = []
    for party in parties_of(session, agreement_id):
        theirs = [member for member in everybody if member.organisation_id == party.id]
        found += theirs or lookups.members(session, party.id, TOLD[party.is_board])
    return found


def all_seats(session: Session, agreement_id: int) -> Sequence[SteeringMember]:
    """All seats that there were, are and will be, in the order they were taken."""
    of_agreement = select(SteeringMember).where(col(SteeringMember.agreement_id) == agreement_id)
    return session.scalars(of_agreement.order_by(col(SteeringMember.since), col(SteeringMember.id))).all()


def seats(session: Session, agreement_id: int, day: date) -> Sequence[SteeringMember]:
    """The seats that are taken on `day`, or will be."""
    return [seat for seat in all_seats(session, agreement_id) if seat.until is None or seat.until >= day]


def meetings(session: Session, agreement_id: int) -> Sequence[SteeringMeeting]:
    """All meetings, the earliest first; those that were called off too."""
    of_agreement = select(SteeringMeeting).where(col(SteeringMeeting.agreement_id) == agreement_id)
    return session.scalars(of_agreement.order_by(col(SteeringMeeting.starts_at), col(SteeringMeeting.id))).all()


def meeting_before(session: Session, meeting: SteeringMeeting) -> SteeringMeeting | None:
    """The meeting before this one that was not called off."""
    return session.scalars(
        select(SteeringMeeting)
        .where(col(SteeringMeeting.agreement_id) == meeting.agreement_id)
        .where(col(SteeringMeeting.starts_at) < meeting.starts_at, col(SteeringMeeting.called_off_at).is_(None))
        .order_by(col(SteeringMeeting.starts_at).desc())
        .limit(1)
    ).first()


def occasion(meeting: SteeringMeeting) -> str:
    """What a notice calls the time at which `meeting` begins now: of another time it is another occasion."""
    return str(int(meeting.starts_at.timestamp()))


def may_raise(turn: Turn, meeting: SteeringMeeting) -> bool:
    """Whether the one who acts may write what is to be taken up at `meeting`: anybody in the group, and the board."""
    steers = policy.allows(turn.who.role, Act.STEER_AGREEMENT, relations.to_agreement(turn, meeting.agreement_id))
    return steers or any(one.id == turn.who.id for one in group(turn.session, meeting.agreement_id, turn.today))


def proposals(session: Session, agreement_id: int, *, still_open: bool) -> Sequence[Proposal]:
    """The proposals that wait for a decision, the oldest first; or the others, the newest first."""
    is_open = col(Proposal.status) == ProposalStatus.OPEN
    oldest_first = (
        select(Proposal)
        .where(col(Proposal.agreement_id) == agreement_id, is_open if still_open else ~is_open)
        .order_by(col(Proposal.at), col(Proposal.id))
    )
    found = session.scalars(oldest_first).all()
    return found if still_open else found[::-1]


def steps(session: Session, proposal_id: int) -> Sequence[ProposalStep]:
    """What has become of a proposal, in order; the first step is that it was made."""
    of_proposal = select(ProposalStep).where(col(ProposalStep.proposal_id) == proposal_id)
    return session.scalars(of_proposal.order_by(col(ProposalStep.id))).all()
