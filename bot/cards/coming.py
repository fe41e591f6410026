"""What will be said of agreements and reports, to whom and when."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, true
from sqlmodel import col

from bot import buttons, leads, reminding
from bot.agreements.backward import STEPS
from bot.cards.card import PAGE, Card, page_of, paging
from bot.cards.common import MENU
from bot.turn import Turn
from messages import Word, views
from models import Agreement, Reminder, ReportDuty, Role


def coming(turn: Turn, number: int) -> Card:
    """What will be said to those like the one who reads, the soonest first; an administrator sees everything."""
    which = (reminding.alive(), _theirs(turn))
    page = page_of(_count(turn, *which), number)
    lines = _lines(turn, *which, offset=page.start, most=PAGE)
    view = views.Coming(lines, page.total, page.number + 1, page.count)
    return Card(view, (*paging(page, buttons.ShowComing), *MENU))


def of_agreement(turn: Turn, agreement: Agreement, most: int) -> tuple[views.ComingLine, ...]:
    """The next `most` things that will be said of one agreement."""
    return _lines(turn, reminding.alive(), col(Reminder.agreement_id) == agreement.id, offset=0, most=most)


def _theirs(turn: Turn) -> ColumnElement[bool]:
    organisation = turn.who.organisation_id
    if turn.who.role is Role.ADMINISTRATOR:
        return true()
    if turn.who.role is Role.MANAGER:
        return reminding.of_party(organisation) & reminding.reaches_managers()
    return reminding.of_party(organisation) & reminding.reaches_koordinators()


def _count(turn: Turn, *which: ColumnElement[bool]) -> int:
    counted = reminding.unsettled().with_only_columns(func.count()).where(*which)
    return turn.session.scalars(counted).one()


def _lines(turn: Turn, *which: ColumnElement[bool], offset: int, most: int) -> tuple[views.ComingLine, ...]:
    soonest = reminding.unsettled().where(*which).order_by(col(Reminder.due_on), col(Agreement.name), col(Reminder.id))
    rows = turn.session.execute(soonest.offset(offset).limit(most)).all()
    return tuple(_line(reminder, agreement, duty) for reminder, agreement, duty in rows)


def _line(reminder: Reminder, agreement: Agreement, duty: ReportDuty | None) -> views.ComingLine:
    about = duty.due_on if duty else agreement.valid_to
    if reminder.kind in STEPS:
        about -= timedelta(days=reminder.days)
    return views.ComingLine(
        on=reminder.due_on,
        name=agreement.name,
        what=Word(f"reminder.{reminder.kind}"),
        about=about,
        to=tuple(Word(f"role.{role}") for role in leads.told(reminder.kind, reminder.days)),
        report=Word(f"report.{duty.kind}") if duty else None,
    )
