"""When who is told of an agreement's end and of a report: the whole rule, without rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot import workdays
from bot.agreements.backward import STEPS, Plan
from models import ReminderKind, Role

MANAGER_LEADS = (180, 90, 60, 30, 14, 7, 1)
KOORDINATOR_LEADS = frozenset({90, 30})
SPOKEN_ANYWAY = 30
"""So many days before the end even a recorded decision no longer keeps the reminders silent."""
REPORT_LEADS = (30, 7)
STEP_LEADS = (0, 7, 7, 7)
"""So many days before each of `STEPS` it is spoken of: the dialogue on the day it begins."""
REPORT_DELAYS = (1, 14)

BOTH = (Role.MANAGER, Role.KOORDINATOR)


@dataclass(frozen=True)
class Planned:
    """A reminder to be: said on the working day `due_on`, `days` before or after the date it is about."""

    kind: ReminderKind
    days: int
    about: date
    due_on: date

    @property
    def to(self) -> tuple[Role, ...]:
        """Who is told, the manager first."""
        return told(self.kind, self.days)


def told(kind: ReminderKind, days: int) -> tuple[Role, ...]:
    """Whom a reminder of `kind` reaches, `days` before or after: the manager first."""
    if kind is ReminderKind.REPORT_DUE:
        return (Role.KOORDINATOR,)
    if kind in STEPS:
        return (Role.MANAGER,)
    if kind is ReminderKind.EXPIRY and days not in KOORDINATOR_LEADS:
        return (Role.MANAGER,)
    return BOTH


def of_end(valid_to: date) -> list[Planned]:
    """The reminders of an agreement whose last day is `valid_to`, in their order."""
    before = [_before(ReminderKind.EXPIRY, valid_to, days) for days in MANAGER_LEADS]
    return [*before, _after(ReminderKind.LAPSED, valid_to, 1)]


def of_steps(plan: Plan) -> list[Planned]:
    """The reminders of the steps toward what follows after an agreement, in their order; `days` are to its end."""
    return [
        Planned(
            step,
            (plan.end - plan.day(step)).days,
            plan.end,
            workdays.on_or_before(plan.day(step) - timedelta(days=lead)),
        )
        for step, lead in zip(STEPS, STEP_LEADS, strict=True)
    ]


def of_report(due_on: date) -> list[Planned]:
    """The reminders of a report that is to be in by `due_on`, in their order."""
    before = [_before(ReminderKind.REPORT_DUE, due_on, days) for days in REPORT_LEADS]
    return [*before, *(_after(ReminderKind.REPORT_LATE, due_on, days) for days in REPORT_DELAYS)]


def _before(kind: ReminderKind, about: date, days: int) -> Planned:
    return Planned(kind, days, about, workdays.on_or_before(about - timedelta(days=days)))


def _after(kind: ReminderKind, about: date, days: int) -> Planned:
    return Planned(kind, days, about, workdays.on_or_after(about + timedelta(days=days)))
