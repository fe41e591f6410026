"""Samples of what is said about agreements."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.agreement_days import (
    DUE,
    EXPIRES,
    IS_DUE,
    IS_LATE,
    LAPSES,
    LAST_DAYS,
    LATE,
    LONG_LATE,
    RECEIVED,
    coming,
)
from tests.messages.samples.invented import (
    ALIAS,
    CLUB,
    CODE,
    EARLIER,
    ENDS,
    EXTEND,
    FINAL,
    IN_DIALOGUE,
    LET_LAPSE,
    MANAGER,
    RENEGOTIATE,
    TODAY,
    YEARLY,
)

WEEKDAYS = tuple(Word(f"weekday.{day}") for day in range(1, 8))


def agreement_reminder(
    days_left: int | None,
    *duties: views.DutyLine,
    extension_months: int | None = None,
    intention: Word | None = None,
    decides: bool = True,
    step: views.StepLine | None = None,
) -> views.AgreementReminder:
    """A reminder of the agreement that ends on `ENDS`, and of `duties`."""
    return views.AgreementReminder(CLUB, ENDS, days_left, extension_months, intention, decides, duties, step)


def step(what: str, day: date, *, late: bool = False, meeting: bool = True) -> views.StepLine:
    """A step toward what follows, to be taken by `day`."""
    days = (date(2023, 4, 11), date(2023, 5, 2), date(2023, 5, 17))
    return views.StepLine(Word(f"reminder.{what}"), day, late, *days, meeting)


NEAR_STEPS = (
    step("dialogue", date(2023, 2, 10)),
    step("signature", date(2023, 5, 17), late=True),
    step("draft", date(2023, 4, 11)),
    step("decision", date(2023, 5, 2)),
    step("decision", date(2023, 5, 17), meeting=False),
    step("signature", date(2023, 5, 17)),
)
NEXT_STEPS = tuple(
    coming(what, date(2023, 2, 10), date(2023, 4, 11), MANAGER)
    for what in ("dialogue", "draft", "decision", "signature")
)
OPEN_LINES = (views.OpenLine(CODE, Word("state.sent")), views.OpenLine(EARLIER, Word("state.paused")))

AGREEMENTS: tuple[View, ...] = (
    views.OpenDays(ALIAS, WEEKDAYS[:5]),
    views.OpenDays(ALIAS, WEEKDAYS[2:3]),
    views.OneOpenDay(),
    agreement_reminder(-1),
    agreement_reminder(-1, LATE, intention=EXTEND),
    agreement_reminder(-1, decides=False),
    agreement_reminder(0, extension_months=0, intention=LET_LAPSE),
    agreement_reminder(1, extension_months=1),
    agreement_reminder(30, DUE, extension_months=12, intention=RENEGOTIATE, decides=False),
    agreement_reminder(180, intention=IN_DIALOGUE),
    agreement_reminder(None, LATE, DUE),
    agreement_reminder(None, DUE, decides=False),
    *(agreement_reminder(180, step=near) for near in NEAR_STEPS),
    agreement_reminder(None, intention=EXTEND, step=step("signature", date(2023, 5, 17), meeting=False)),
    agreement_reminder(20, DUE, intention=EXTEND, step=step("decision", date(2023, 5, 2), late=True)),
    views.OpenAtEnd(ALIAS, ENDS, ended=False, lines=OPEN_LINES, page=1, pages=1),
    views.OpenAtEnd("", ENDS, ended=False, lines=(), page=1, pages=2),
    views.OpenAtEnd("C1, C2", ENDS, ended=True, lines=OPEN_LINES[:1], page=2, pages=2),
    views.Duties(CLUB, (RECEIVED, LATE, DUE), decides=True),
    views.Duties(CLUB, (RECEIVED, LATE, DUE), decides=False),
    views.Duties(CLUB, (), decides=True),
    views.Duties(CLUB, (), decides=False),
    views.PickDutyMonth(CLUB, YEARLY, 2023),
    views.PickDutyDay(CLUB, FINAL, date(2023, 3, 1)),
    views.Coming((IS_DUE, IS_LATE, EXPIRES, LAST_DAYS, LAPSES), 5, 1, 1),
    views.Coming((LONG_LATE,) * 8, 23, 2, 3),
    views.Coming(NEXT_STEPS, 4, 1, 1),
    views.Coming((), 0, 1, 1),
    views.CapacityChoice(ALIAS, Word("capacity.open"), TODAY),
    views.CapacityChoice(ALIAS, Word("capacity.assessment"), None),
    views.Agreements(7, 5, 1, 2),
    views.Agreements(1, 0, 1, 1),
    views.Agreements(0, 0, 1, 1),
)
