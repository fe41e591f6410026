"""What tests of reports write, and what then stands in the rows."""

from sqlmodel import Session, col, select

from models import AuditEntry, Report, ReportDuty
from tests.web.room.visiting import OpenRoom, Visitor

WORDS = "Vi har öppnat för fler."
MENDED = "Vi har öppnat för fler, också på lördagar."
CONFLICT, ODD = 409, 422


def the_report(room: OpenRoom) -> tuple[Report, ReportDuty]:
    """The only report there is, and what it is due under."""

    def unit(session: Session) -> tuple[Report, ReportDuty]:
        report = session.exec(select(Report)).one()
        return report, session.get_one(ReportDuty, report.duty_id)

    return room.store.run_now(unit)


def acts(room: OpenRoom) -> list[str]:
    """What was done to reports, oldest first, but for reading them."""
    of_reports = select(AuditEntry.act).where(col(AuditEntry.subject) == "report", col(AuditEntry.act) != "read_report")
    return room.store.run_now(lambda session: list(session.exec(of_reports.order_by(col(AuditEntry.id)))))


async def hands_in(visitor: Visitor, path: str, **fields: str) -> None:
    """The visitor hands in the report at `path` with these answers."""
    await visitor.post(path, do="hand_in", **fields)
