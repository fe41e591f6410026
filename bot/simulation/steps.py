"""Lines about the steps toward what follows after agreements, as `bot.planning` plans them."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.agreements.backward import STEPS, LeadTimes, Plan
from bot.agreements.planning import Planning
from bot.leads import STEP_LEADS
from bot.simulation.line import Line
from bot.simulation.wording import counted, moved
from models import Agreement, ReminderKind

WHAT = {
    ReminderKind.DIALOGUE: "the dialogue on what follows begins",
    ReminderKind.DRAFT: "the papers for the board",
    ReminderKind.DECISION: "the decision on what follows",
    ReminderKind.SIGNATURE: "the signature of what follows",
}


def of_steps(agreement: Agreement, planning: Planning, times: LeadTimes) -> Iterator[Line]:
    """The four steps: on the day of the reminder; on the step's own where the board has told no meetings."""
    said = planning.reminders()
    for number, step in enumerate(STEPS):
        day = planning.plan.day(step)
        lead = STEP_LEADS[number] if said else 0
        on = said[number].due_on if said else day
        rule = _rule(step, planning.plan, times)
        ahead = f"{counted(lead)} before {rule}" if lead else rule
        told = "" if said else "; nobody is told: the board's meetings are not known"
        yield Line(
            on=on,
            kind=step.value,
            about=agreement.name,
            what=WHAT[step],
            rule=ahead + moved(day - timedelta(days=lead), on) + told,
            to=said[number].to if said else (),
            agreement=agreement.name,
            reckoned_from=planning.plan.end,
            more={"step_on": day.isoformat(), "end": planning.plan.end.isoformat()},
        )


def _rule(step: ReminderKind, plan: Plan, times: LeadTimes) -> str:
    signature = f"the signature ({plan.signature})"
    decision = f"the board's meeting ({plan.decision})" if plan.meeting else f"the decision ({plan.decision})"
    papers = f"the papers are ready ({plan.draft})"
    if step is ReminderKind.DIALOGUE:
        return _before(papers, times.dialogue, plan.draft, plan.dialogue)
    if step is ReminderKind.DRAFT:
        lead = "" if plan.meeting else f"{counted(times.papers)} "
        return f"{papers}, {lead}before {decision}"
    if step is ReminderKind.DECISION:
        return f"{decision}, {'the last one in time for' if plan.meeting else 'as late as'} {signature}"
    return f"{signature}, " + _before(f"the last day ({plan.end})", times.signature, plan.end, plan.signature)


def _before(what: str, days: int, about: date, day: date) -> str:
    return f"{counted(days)} before {what}{moved(about - timedelta(days=days), day)}"
