"""All lines of a period, from the rows, in their order."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from bot.agreements import planning
from bot.simulation import ends, meetings, steps
from bot.simulation.line import Line
from models import Agreement, AgreementStatus, BoardMeeting, Organisation, OrganisationKind, Party, ReportDuty
from models import SteeringMeeting as Meeting


def simulate(session: Session, first: date, last: date) -> list[Line]:
    """All that falls on the days from `first` to `last`, both inclusive, of every agreement that is agreed on.

    Ends are by `valid_to`; intentions, decisions, received reports and agreements that follow silence nothing.
    """
    agreements = session.scalars(
        select(Agreement).where(col(Agreement.status) == AgreementStatus.AGREED).order_by(col(Agreement.name))
    ).all()
    lines = (
        *(line for agreement in agreements for line in ends.of_end(agreement)),
        *_of_steps(session, agreements),
        *_of_reports(session),
        *_of_boards(session),
        *_of_groups(session),
    )
    return sorted((line for line in lines if first <= line.on <= last), key=lambda line: line.place)


def _of_steps(session: Session, agreements: Sequence[Agreement]) -> Iterator[Line]:
    plans = planning.of_agreements(session, agreements)
    boards = _first_boards(session)
    for agreement in agreements:
        if agreement.id in plans:
            times = planning.lead_times(boards[agreement.id])
            yield from steps.of_steps(agreement, plans[agreement.id], times)


def _first_boards(session: Session) -> dict[int, Organisation]:
    """By agreement: the board that it names first, whose lead times count."""
    named = (
        select(col(Party.agreement_id), Organisation)
        .join(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD)
        .order_by(col(Party.position).desc())
    )
    return {row[0]: row[1] for row in session.execute(named).all()}  # the first of them comes last


def _of_reports(session: Session) -> Iterator[Line]:
    duties = select(col(Agreement.name), ReportDuty).join(ReportDuty, col(ReportDuty.agreement_id) == col(Agreement.id))
    for name, duty in session.execute(duties).all():
        yield from ends.of_report(name, duty)


def _of_boards(session: Session) -> Iterator[Line]:
    held = select(col(Organisation.name), BoardMeeting).join(
        BoardMeeting, col(BoardMeeting.organisation_id) == col(Organisation.id)
    )
    for name, meeting in session.execute(held).all():
        yield meetings.of_board(name, meeting)


def _of_groups(session: Session) -> Iterator[Line]:
    called = select(col(Agreement.name), Meeting).join(Meeting, col(Meeting.agreement_id) == col(Agreement.id))
    for name, meeting in session.execute(called.where(col(Meeting.called_off_at).is_(None))).all():
        yield from meetings.of_group(name, meeting)
