"""The import of a partnerships file, as a whole."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot.actions.partnerships.agreements import import_agreements
from bot.actions.partnerships.findings import Outcome, Progress
from bot.actions.partnerships.organisations import import_organisations
from bot.actions.partnerships.reading import Entry, Reading
from bot.actions.partnerships.report import Report


def import_partnerships(
    session: Session, reading: Reading, today: date, on_progress: Progress | None = None
) -> Outcome:
    """Bring the database to what a file says; what the file does not name stays as it is.

    Every entry is imported whole or not at all, and on its own: a bad one does not keep out the others. The same
    file a second time changes nothing. The caller commits.

    Args:
        session: an open transaction.
        reading: the file, as `read` returned it.
        today: the day of the import; years far from it are pointed out.
        on_progress: told after each entry how many of how many are done.

    Returns:
        What was added, changed and left, and everything that was found wrong or odd.
    """
    organisations = reading.of("organisation", "board")
    agreements = reading.of("agreement")
    report = Report(len(organisations) + len(agreements), on_progress)
    ids = import_organisations(session, organisations, report)
    import_agreements(session, agreements, ids, _lines(organisations), today, report)
    return report.outcome(reading.problems)


def _lines(entries: Sequence[Entry]) -> dict[str, int]:
    return {entry.name: entry.line for entry in reversed(entries) if entry.name}
