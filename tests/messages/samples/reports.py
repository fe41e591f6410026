"""Samples of reports."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import BOARD, CLUB, FINAL, INTERIM, KIM, NEXT_WEEK, PROBA, YEARLY

REPORT_LINES = (
    views.ReportLine(CLUB, YEARLY, date(2022, 10, 1), Word("report_stage.late"), late=True),
    views.ReportLine(CLUB, INTERIM, date(2022, 9, 1), Word("report_stage.returned"), late=True),
    views.ReportLine(CLUB, FINAL, date(2023, 3, 1), Word("report_stage.coming"), late=False),
    views.ReportLine(BOARD, INTERIM, NEXT_WEEK, Word("report_stage.handed_in"), late=False),
)

REPORTS: tuple[View, ...] = (
    views.Reports(REPORT_LINES, 0, judges=False, room=True),
    views.Reports(REPORT_LINES[:1], 2, judges=False, room=False),
    views.Reports((), 0, judges=False, room=True),
    views.Reports(REPORT_LINES[3:], 0, judges=True, room=True),
    views.Reports((), 0, judges=True, room=True),
    views.ReportNews(CLUB, INTERIM, Word("report_stage.handed_in"), PROBA, None),
    views.ReportNews(CLUB, INTERIM, Word("report_stage.commented"), KIM, None),
    views.ReportNews(CLUB, INTERIM, Word("report_stage.returned"), KIM, NEXT_WEEK),
    views.ReportNews(CLUB, YEARLY, Word("report_stage.approved"), KIM, None),
    views.ReportVeryLate(CLUB, YEARLY, date(2022, 9, 1)),
    views.ReportHandedIn(),
    views.ReportDayTaken(NEXT_WEEK),
    views.ReportFilesFull(5),
)
