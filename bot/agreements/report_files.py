"""The documents of a report: which of them a reader sees, and which can still be taken back."""

from typing import cast

from sqlalchemy import Select, select
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col

from bot.agreements import reports
from bot.turn import Turn
from models import Organisation, Report, ReportFile

LARGEST = 10 * 1024 * 1024
"""Bytes of one document."""
MOST = 5
"""Documents of one report."""


def standing(report: Report) -> Select[ReportFile]:
    """Those of a report that nobody has taken back, in the order they came; their bytes when they are asked for."""
    return (
        select(ReportFile)
        .options(defer(cast("QueryableAttribute[bytes]", ReportFile.sealed)))
        .where(col(ReportFile.report_id) == report.id, col(ReportFile.removed_at).is_(None))
        .order_by(col(ReportFile.id))
    )


def of_report(turn: Turn, report: Report) -> list[ReportFile]:
    """Those that the reader may see: the board sees what was handed in."""
    rows = turn.session.scalars(standing(report)).all()
    if not turn.session.get_one(Organisation, turn.who.organisation_id).is_board:
        return list(rows)
    return [row for row in rows if was_handed_in(report, row)]


def is_removable(report: Report, row: ReportFile) -> bool:
    """Whether the partner may take it back: the board has not got it."""
    return report.state in reports.EDITABLE and not was_handed_in(report, row)


def was_handed_in(report: Report, row: ReportFile) -> bool:
    """Whether it came in with the report, now or an earlier time."""
    return report.handed_in_at is not None and row.at <= report.handed_in_at
