"""What falls due under an agreement: its reports, and who will be told of what."""

from datetime import date

from messages import views
from messages.word import Word
from tests.messages.samples.invented import CLUB, ENDS, FINAL, INTERIM, KOORDINATOR, LONG_NAME, MANAGER, YEARLY

RECEIVED = views.DutyLine(INTERIM, date(2022, 9, 1), received=True, late=False)
LATE = views.DutyLine(YEARLY, date(2022, 10, 1), received=False, late=True)
DUE = views.DutyLine(FINAL, date(2023, 3, 1), received=False, late=False)


def coming(
    what: str, on: date, about: date, *to: Word, name: str = CLUB, report: Word | None = None
) -> views.ComingLine:
    """What will be told `to` some, on a day, about a day."""
    return views.ComingLine(on, name, Word(f"reminder.{what}"), about, to, report)


EXPIRES = coming("expiry", date(2023, 5, 17), ENDS, MANAGER)
LAST_DAYS = coming("expiry", date(2023, 5, 30), ENDS, MANAGER)
LAPSES = coming("lapsed", date(2023, 6, 1), ENDS, MANAGER, KOORDINATOR)
IS_DUE = coming("report_due", date(2023, 1, 30), date(2023, 3, 1), KOORDINATOR, report=FINAL)
IS_LATE = coming("report_late", date(2023, 3, 2), date(2023, 3, 1), MANAGER, KOORDINATOR, report=FINAL)
LONG_LATE = coming(
    "report_late", date(2023, 9, 28), date(2023, 9, 27), MANAGER, KOORDINATOR, name=LONG_NAME, report=YEARLY
)
