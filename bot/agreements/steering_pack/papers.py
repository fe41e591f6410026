"""Money, proposals, reports and doubts as they stand when a pack is read."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock
from bot.agreements import agreement_facts, criteria, steering
from bot.agreements.budget import Budget
from bot.agreements.steering_pack.contents import Doubt, Money, OpenProposal, Reported
from models import (
    Agreement,
    Answer,
    Criterion,
    Organisation,
    Report,
    ReportDuty,
    ReportState,
)

AHEAD = timedelta(days=90)
"""Reports that are due so soon after a meeting are before it."""


def lines(found: Budget) -> tuple[Money, ...]:
    """The budget's lines, with what is reported as used until now."""
    return tuple(Money(line.words, line.planned_ore, line.spent_ore) for line in found.lines)


def proposals(session: Session, agreement_id: int) -> tuple[OpenProposal, ...]:
    """What waits for a decision."""
    return tuple(
        OpenProposal(row.id, row.title, session.get_one(Organisation, row.organisation_id).name, clock.today(row.at))
        for row in steering.proposals(session, agreement_id, still_open=True)
    )


def reports(session: Session, agreement_id: int, since: date, until: date) -> tuple[Reported, ...]:
    """Reports that have come since `since`, and those that have not and are due no later than 90 days after `until`."""
    rows = session.execute(
        select(ReportDuty, Report)
        .outerjoin(Report, col(Report.duty_id) == col(ReportDuty.id))
        .where(col(ReportDuty.agreement_id) == agreement_id, col(ReportDuty.due_on) <= until + AHEAD)
        .order_by(col(ReportDuty.due_on), col(ReportDuty.id))
    ).all()
    found = (_reported(duty, report, until) for duty, report in rows)
    return tuple(one for one in found if one.received_on is None or one.received_on >= since)


def doubts(session: Session, agreement: Agreement) -> tuple[Doubt, ...]:
    """The criteria that were last judged as unmet or unclear; procurement also where a source alone doubts it."""
    newest = criteria.answers(session, agreement.id)
    found = [
        Doubt(criterion, row.answer, row.sentence)
        for criterion in Criterion
        if (row := newest.get(criterion)) and row.answer is not Answer.MET
    ]
    if Criterion.PROCUREMENT not in newest and agreement_facts.has_doubt(agreement):
        found.append(Doubt(Criterion.PROCUREMENT, None, agreement_facts.text(agreement, "procurement_doubt_sv") or ""))
    return tuple(found)


def _reported(duty: ReportDuty, report: Report | None, until: date) -> Reported:
    """A report that went back to be mended is due again; one that is being written is the partner's alone."""
    state = report.state if report and report.state is not ReportState.DRAFT else None
    moment = (report.handed_in_at if report and state else None) or duty.received_at
    received_on = clock.today(moment) if moment and state is not ReportState.RETURNED else None
    return Reported(duty.kind, duty.due_on, received_on, state, late=(received_on or until) > duty.due_on)
