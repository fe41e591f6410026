"""The steps toward what follows after agreements, planned by the meetings and lead times of their boards."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from bot import leads
from bot.agreements import backward
from bot.agreements.backward import LeadTimes, Meeting, Plan
from bot.leads import Planned
from models import Agreement, BoardMeeting, Organisation, OrganisationKind, Party

MOST_DAYS = 365
"""Of a lead time."""


@dataclass(frozen=True)
class Planning:
    """An agreement's plan. `reminded`: its board has told its meetings, so that the steps are reminded of."""

    plan: Plan
    reminded: bool

    def reminders(self) -> list[Planned]:
        """What is said of the steps; nothing where the board has told no meetings."""
        return leads.of_steps(self.plan) if self.reminded else []


def of_agreements(session: Session, agreements: Collection[Agreement]) -> dict[int, Planning]:
    """By agreement: its plan, by the settings of the board that it names first; none where it names no board."""
    boards = _first_boards(session, [agreement.id for agreement in agreements])
    meetings = _meetings(session, {board.id for board in boards.values()})
    return {
        agreement.id: Planning(
            plan=backward.plan(agreement.valid_to, meetings[board.id], lead_times(board)),
            reminded=bool(meetings[board.id]),
        )
        for agreement in agreements
        if (board := boards.get(agreement.id))
    }


def of_agreement(session: Session, agreement: Agreement) -> Planning | None:
    """The same of one."""
    return of_agreements(session, [agreement]).get(agreement.id)


def lead_times(board: Organisation) -> LeadTimes:
    """A board's lead times."""
    return LeadTimes(board.lead_signature, board.lead_papers, board.lead_dialogue)


def meetings_of(session: Session, board: Organisation) -> Sequence[BoardMeeting]:
    """A board's meetings, the first on top."""
    theirs = select(BoardMeeting).where(col(BoardMeeting.organisation_id) == board.id)
    return session.scalars(theirs.order_by(col(BoardMeeting.held_on))).all()


def _first_boards(session: Session, agreement_ids: Collection[int]) -> dict[int, Organisation]:
    rows = session.execute(
        select(col(Party.agreement_id), Organisation)
        .join(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.agreement_id).in_(agreement_ids))
        .where(col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD)
        .order_by(col(Party.agreement_id), col(Party.position))
    ).all()
    first: dict[int, Organisation] = {}
    for agreement_id, board in rows:
        first.setdefault(agreement_id, board)
    return first


def _meetings(session: Session, boards: Collection[int]) -> defaultdict[int, list[Meeting]]:
    found: defaultdict[int, list[Meeting]] = defaultdict(list)
    for row in session.scalars(select(BoardMeeting).where(col(BoardMeeting.organisation_id).in_(boards))):
        found[row.organisation_id].append(Meeting(row.held_on, row.papers_on))
    return found
