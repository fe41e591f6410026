"""Lines about agreements' ends and reports: the reminders as `bot.leads` plans them, and the duties themselves."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot import leads
from bot.leads import Planned
from bot.simulation.line import DUTY, Line
from bot.simulation.wording import counted, moved
from models import Agreement, ReminderKind, ReportDuty, ReportKind

SAID_OF_END = {ReminderKind.EXPIRY: "the agreement ends", ReminderKind.LAPSED: "the agreement has ended"}
SAID_OF_REPORT = {ReminderKind.REPORT_DUE: "is due", ReminderKind.REPORT_LATE: "is late"}


def of_end(agreement: Agreement) -> Iterator[Line]:
    """What is said of the end of `agreement`."""
    for planned in leads.of_end(agreement.valid_to):
        lead = {"lead_days": planned.days} if planned.kind is ReminderKind.EXPIRY else {}
        yield Line(
            on=planned.due_on,
            kind=planned.kind.value,
            about=agreement.name,
            what=SAID_OF_END[planned.kind],
            rule=_rule(planned, f"the last day ({planned.about})"),
            to=planned.to,
            reckoned_from=planned.about,
            agreement=agreement.name,
            more=lead,
            says_rule=False,
        )


def of_report(name: str, duty: ReportDuty) -> Iterator[Line]:
    """The report that is due under the agreement of that name, and what is said of it."""
    what = f"{duty.kind} report"
    for planned in leads.of_report(duty.due_on):
        yield Line(
            on=planned.due_on,
            kind=planned.kind.value,
            about=name,
            what=f"the {what} {SAID_OF_REPORT[planned.kind]}",
            rule=_rule(planned, f"the day it is to be in by ({planned.about})"),
            to=planned.to,
            reckoned_from=planned.about,
            agreement=name,
            more=_of_duty(duty.kind, duty.due_on),
            says_rule=False,
        )
    yield Line(
        on=duty.due_on,
        kind=DUTY,
        about=name,
        what=f"the {what} is to be in",
        rule="by the agreement's report duty",
        agreement=name,
        more=_of_duty(duty.kind, duty.due_on),
    )


def _rule(planned: Planned, about: str) -> str:
    is_before = planned.kind in (ReminderKind.EXPIRY, ReminderKind.REPORT_DUE)
    distance = timedelta(days=-planned.days if is_before else planned.days)
    said = f"{counted(planned.days)} {'before' if is_before else 'after'} {about}"
    return said + moved(planned.about + distance, planned.due_on)


def _of_duty(kind: ReportKind, due_on: date) -> dict[str, str]:
    return {"report": kind.value, "due_on": due_on.isoformat()}
