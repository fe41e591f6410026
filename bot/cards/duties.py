"""The reports due under an agreement, and a calendar to choose a day from."""

import calendar
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import buttons, policy, relations
from bot.cards.card import Card, Press, in_rows
from bot.errors import Refused
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages import Value, Word, views
from models import Agreement, Party, Report, ReportDuty, ReportKind, Role

MONTHS = range(1, 13)


def duties(turn: Turn, agreement_id: int) -> Card:
    """All reports of an agreement; whoever steers it settles them and adds others.

    Raises:
        Refused: there is no such agreement, or it does not concern the reader.
    """
    agreement = turn.session.get(Agreement, agreement_id)
    if agreement is None or not concerns(turn, agreement):
        raise Refused(views.NotFound())
    rows = of_agreement(turn, agreement.id)
    steers = may_steer(turn, agreement)
    view = views.Duties(agreement.name, tuple(line(turn, duty) for duty in rows), decides=steers)
    presses = [(press,) for duty in rows for press in _settle(turn, duty)] if steers else []
    adds = [_add(turn, agreement, kind) for kind in ReportKind] if steers else []
    return Card(view, (*presses, *in_rows(adds, 2), _back(agreement)))


def months(turn: Turn, agreement: Agreement, kind: ReportKind, year: int) -> Card:
    """The months of `year` to choose from."""
    presses = [
        Press(
            "month",
            buttons.PickDutyDay(agreement.id, kind.value, date(year, month, 1)),
            {"month": Word(f"month.{month}")},
        )
        for month in MONTHS
    ]
    others = [
        Press("year", buttons.PickDutyMonth(agreement.id, kind.value, other), {"year": other})
        for other in (year - 1, year + 1)
        if agreement.valid_from.year <= other <= turn.today.year + 9
    ]
    view = views.PickDutyMonth(agreement.name, Word(f"report.{kind}"), year)
    return Card(view, (*in_rows(presses, 4), *in_rows(others, 2), _back_to_duties(agreement)))


def days(_turn: Turn, agreement: Agreement, kind: ReportKind, month: date) -> Card:
    """The days of the month that begins on `month`."""
    count = calendar.monthrange(month.year, month.month)[1]
    presses = [
        Press("number", buttons.AddDuty(agreement.id, kind.value, month.replace(day=number)), {"number": number})
        for number in range(1, count + 1)
    ]
    view = views.PickDutyDay(agreement.name, Word(f"report.{kind}"), month)
    return Card(view, (*in_rows(presses, 7), _back_to_duties(agreement)))


def of_agreement(turn: Turn, agreement_id: int) -> list[ReportDuty]:
    """The duties of an agreement, the soonest first."""
    theirs = select(ReportDuty).where(col(ReportDuty.agreement_id) == agreement_id)
    return list(turn.session.scalars(theirs.order_by(col(ReportDuty.due_on), col(ReportDuty.id))))


def line(turn: Turn, duty: ReportDuty) -> views.DutyLine:
    """A duty as it stands today."""
    received = duty.received_at is not None
    late = not received and duty.due_on < turn.today
    return views.DutyLine(Word(f"report.{duty.kind}"), duty.due_on, received, late)


def concerns(turn: Turn, agreement: Agreement) -> bool:
    """Whether the reader belongs to a party of the agreement, or runs the bot."""
    party = turn.session.get(Party, (agreement.id, turn.who.organisation_id))
    return party is not None or turn.who.role is Role.ADMINISTRATOR


def may_steer(turn: Turn, agreement: Agreement) -> bool:
    """Whether the one who reads decides about the agreement: a manager of a board that is party to it."""
    return policy.allows(turn.who.role, Act.STEER_AGREEMENT, relations.to_agreement(turn, agreement.id))


def received_press(duty: ReportDuty) -> Press:
    """*Mottagen*, with which report it is."""
    return Press("report_received", buttons.ReceiveReport(duty.agreement_id, duty.id, on=True), _which(duty))


def _settle(turn: Turn, duty: ReportDuty) -> tuple[Press, ...]:
    """What settles a duty by a tap; one whose report stands in the room is taken back or removed there."""
    report_id = turn.session.scalars(select(col(Report.id)).where(col(Report.duty_id) == duty.id)).first()
    if report_id:
        link = turn.house.room_link(paths.report(report_id))
        opens = (Press("open_report", values=_which(duty), room=link),) if link else ()
        return opens if duty.received_at is not None else (received_press(duty), *opens)
    if duty.received_at is not None:
        back = buttons.ReceiveReport(duty.agreement_id, duty.id, on=False)
        return (Press("report_not_received", back, _which(duty)),)
    remove = buttons.RemoveDuty(duty.agreement_id, duty.id)
    return (received_press(duty), Press("remove_duty", remove, _which(duty)))


def _which(duty: ReportDuty) -> dict[str, Value]:
    return {"report": Word(f"report.{duty.kind}"), "day": duty.due_on}


def _add(turn: Turn, agreement: Agreement, kind: ReportKind) -> Press:
    year = max(turn.today, agreement.valid_from).year
    return Press(f"add_{kind}", buttons.PickDutyMonth(agreement.id, kind.value, year))


def _back(agreement: Agreement) -> tuple[Press, ...]:
    return (Press("back", buttons.ShowAgreement(agreement.id)),)


def _back_to_duties(agreement: Agreement) -> tuple[Press, ...]:
    return (Press("back", buttons.ShowDuties(agreement.id)),)
