"""What would be said of agreements and reports in a period, from the facts alone: nobody decides, nothing comes in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from bot import leads
from bot.leads import Planned
from models import Agreement, ReminderKind, ReportDuty


@dataclass(frozen=True)
class Said:
    """One row: a day and an agreement, what is said, and to whom. `report` is the kind of report it is about."""

    agreement: str
    planned: Planned
    report: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """For a machine: `lead_days` only of a reminder before an end, `report` and `due_on` only of a report."""
        facts: dict[str, Any] = {
            "on": self.planned.due_on.isoformat(),
            "kind": self.planned.kind.value,
            "agreement": self.agreement,
        }
        if self.planned.kind is ReminderKind.EXPIRY:
            facts["lead_days"] = self.planned.days
        if self.report:
            facts |= {"report": self.report, "due_on": self.planned.about.isoformat()}
        return {**facts, "to": [role.value for role in self.planned.to]}

    def __str__(self) -> str:
        about, days = self.planned.about, f"{self.planned.days} day{'s' * (self.planned.days > 1)}"
        what = {
            ReminderKind.EXPIRY: f"ends {about}, {days} before",
            ReminderKind.LAPSED: f"ended {about}",
            ReminderKind.REPORT_DUE: f"{self.report} report due {about}, {days} before",
            ReminderKind.REPORT_LATE: f"{self.report} report was due {about}, {days} after",
        }[self.planned.kind]
        return f"{self.planned.due_on:%a %Y-%m-%d}  {self.agreement}: {what} -> {', '.join(self.planned.to)}"


def simulate(session: Session, first: date, last: date) -> list[Said]:
    """All that would be said from `first` to `last`, both inclusive, of every agreement that has been imported.

    Ends are by `valid_to`; intentions, received reports and agreements that follow silence nothing.
    """
    said = [one for one in (*_of_ends(session), *_of_reports(session)) if first <= one.planned.due_on <= last]
    return sorted(said, key=lambda one: (one.planned.due_on, one.agreement, one.planned.kind, one.planned.about))


def _of_ends(session: Session) -> Iterator[Said]:
    for name, valid_to in session.execute(select(col(Agreement.name), col(Agreement.valid_to))).all():
        yield from (Said(name, planned) for planned in leads.of_end(valid_to))


def _of_reports(session: Session) -> Iterable[Said]:
    duties = select(col(Agreement.name), col(ReportDuty.kind), col(ReportDuty.due_on)).join(
        ReportDuty, col(ReportDuty.agreement_id) == col(Agreement.id)
    )
    for name, kind, due_on in session.execute(duties).all():
        yield from (Said(name, planned, kind.value) for planned in leads.of_report(due_on))
