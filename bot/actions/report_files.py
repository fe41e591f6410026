"""Documents handed in with a report: added and removed by the partner before it is in, fetched by both sides."""

from bot import audit
from bot.actions.reports import find
from bot.agreements import report_files as files
from bot.agreements import reports
from bot.documents import received
from bot.errors import Refused
from bot.policy import Act
from bot.sealed.places import report_file_context
from bot.turn import Turn
from messages import views
from models import Report, ReportFile


def flaw_of(data: bytes) -> str:
    """What is wrong with a document: `empty`, `large` or `kind`; empty where nothing is."""
    if not data:
        return "empty"
    if len(data) > files.LARGEST:
        return "large"
    return "" if received.format_of(data) else "kind"


def add(turn: Turn, report_id: int, name: str, data: bytes) -> ReportFile:
    """Add a document; the same one a second time is the first.

    Args:
        turn: whose.
        report_id: to which report.
        name: as the browser sent it.
        data: its bytes, of which `flaw_of` finds no fault.

    Raises:
        Refused: not theirs, handed in already, or there are too many.
    """
    report = find(turn, report_id, Act.HAND_IN_REPORT, lock=True).report
    if report.state not in reports.EDITABLE:
        raise Refused(views.ReportHandedIn())
    kind = received.format_of(data)
    assert kind, "looked at before"
    rows = turn.session.scalars(files.standing(report)).all()
    for row in rows:
        if row.size == len(data) and _open(turn, row) == data:
            return row
    if len(rows) >= files.MOST:
        raise Refused(views.ReportFilesFull(files.MOST))
    row = _row(turn, report, received.clean_name(name, kind, "rapport"), kind, data)
    audit.note(turn, "add_report_file", "report", report.id)
    return row


def remove(turn: Turn, file_id: int) -> Report:
    """Take a document back before it is handed in. Its bytes are gone at once.

    Raises:
        Refused: not theirs, or handed in.
    """
    row = turn.session.get(ReportFile, file_id)
    found = find(turn, row.report_id if row else 0, Act.HAND_IN_REPORT, lock=True)
    assert row, "it has a report"
    if row.removed_at is None:
        if not files.is_removable(found.report, row):
            raise Refused(views.ReportHandedIn())
        row.removed_at = turn.now
        _seal(turn, row, b"")
        audit.note(turn, "remove_report_file", "report", found.report.id)
    return found.report


def fetch(turn: Turn, file_id: int) -> tuple[str, str, bytes]:
    """A document's name, media type and bytes.

    Raises:
        Refused: there is none, it was taken back, or it is others'.
    """
    row = turn.session.get(ReportFile, file_id)
    found = find(turn, row.report_id if row else 0)
    if row is None or row.id not in {one.id for one in files.of_report(turn, found.report)}:
        raise Refused(views.NotFound())
    audit.note(turn, "take_report_file", "report", found.report.id)
    return row.name, row.media_type, _open(turn, row)


def _row(turn: Turn, report: Report, name: str, kind: received.Format, data: bytes) -> ReportFile:
    row = ReportFile(
        report_id=report.id,
        name=name,
        media_type=kind.media_type,
        size=len(data),
        sealed=b"",
        sealed_by=turn.vault.ring.current,
        member_id=turn.who.id,
        at=turn.now,
    )
    turn.session.add(row)
    turn.session.flush()
    _seal(turn, row, data)
    return row


def _seal(turn: Turn, row: ReportFile, data: bytes) -> None:
    ring = turn.vault.ring
    row.sealed, row.sealed_by = ring.seal(data, report_file_context(row.id)), ring.current
    turn.session.flush()


def _open(turn: Turn, row: ReportFile) -> bytes:
    return turn.vault.ring.open(row.sealed, row.sealed_by, report_file_context(row.id))
