"""The import of a partnerships file, as a whole."""

from collections.abc import Sequence, Set
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.actions import reminders, waiting
from bot.actions.partnerships.agreements import import_agreements
from bot.actions.partnerships.board_meetings import import_board_meetings
from bot.actions.partnerships.findings import Outcome, Progress
from bot.actions.partnerships.organisations import import_organisations
from bot.actions.partnerships.reading import Entry, Reading
from bot.actions.partnerships.report import Report
from bot.actions.partnerships.report_duties import import_report_duties
from bot.clock import today
from models import Agreement, Party


def import_partnerships(
    session: Session, reading: Reading, now: datetime, on_progress: Progress | None = None
) -> Outcome:
    """Bring the database to what a file says; what the file does not name stays as it is.

    Every entry is imported whole or not at all, and on its own: a bad one does not keep out the others. The same
    file a second time changes nothing. The caller commits.

    Args:
        session: an open transaction.
        reading: the file, as `read` or `read_file` returned it.
        now: the moment of the import, aware; years far from it are pointed out.
        on_progress: told after each entry how many of how many are done.

    Returns:
        What was added, changed and left, and everything that was found wrong or odd.
    """
    organisations = reading.of("organisation", "board")
    agreements = reading.of("agreement")
    duties = reading.of("report_duty")
    meetings = reading.of("board_meeting")
    report = Report(len(organisations) + len(agreements) + len(duties) + len(meetings), on_progress)
    partners = import_organisations(session, organisations, report)
    kept = import_agreements(session, agreements, partners.ids, _places(organisations), today(now), report)
    with_new_duties = import_report_duties(session, duties, kept.ids, _places(agreements), today(now), report)
    boards = import_board_meetings(session, meetings, _places(organisations), today(now), report)
    session.flush()
    if partners.new_days:
        waiting.replan(session, partners.new_days)
    if to_remind := kept.new_ends | with_new_duties | _running(session, boards, today(now)):
        reminders.replan(session, to_remind, now)
    return report.outcome(reading)


def _running(session: Session, boards: Set[int], day: date) -> set[int]:
    """The ids of these boards' agreements that have not ended: their steps go by the meetings."""
    if not boards:
        return set()
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id).in_(boards))
    return set(
        session.exec(select(col(Agreement.id)).where(col(Agreement.id).in_(theirs), col(Agreement.valid_to) >= day))
    )


def _places(entries: Sequence[Entry]) -> dict[str, str]:
    return {entry.name: entry.where for entry in reversed(entries) if entry.name}
