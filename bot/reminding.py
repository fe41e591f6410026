"""Which planned reminders still have something to say: in SQL for the sweep and the lists, by day for a notice."""

from datetime import date

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot import workdays
from bot.agreements.backward import STEPS
from bot.leads import KOORDINATOR_LEADS, MANAGER_LEADS, SPOKEN_ANYWAY
from models import (
    DECIDED,
    Agreement,
    AgreementStatus,
    Intention,
    Party,
    Reminder,
    ReminderKind,
    ReportDuty,
    Resolution,
    ResolutionKind,
)
from models.base import Choice

SLACK = 5
"""What would fall on a holiday is said some days earlier."""
END = (ReminderKind.EXPIRY, ReminderKind.LAPSED)
STANDS = (col(Resolution.struck_at).is_(None),)
"""A resolution that was not struck."""


def _followed() -> ColumnElement[bool]:
    """Another agreement follows without a gap."""
    successor = aliased(Agreement)
    follows = col(successor.follows) == col(Agreement.name)
    agreed = col(successor.status) == AgreementStatus.AGREED
    in_time = and_(
        col(successor.valid_from) <= col(Reminder.gap_from), col(successor.valid_to) >= col(Reminder.gap_from)
    )
    return exists(select(col(successor.id)).where(follows, agreed, in_time))


def _decided() -> ColumnElement[bool]:
    """An intention is recorded, and the end is still far."""
    early = and_(col(Reminder.kind) == ReminderKind.EXPIRY, col(Reminder.days) > SPOKEN_ANYWAY)
    return and_(early, col(Agreement.intention).is_not(None), col(Agreement.intention).in_(DECIDED))


def _lapses() -> ColumnElement[bool]:
    """It is decided that an agreement lapses on its last day as it stands now."""
    lapse = (col(Resolution.kind) == ResolutionKind.LET_LAPSE, col(Resolution.until) == col(Agreement.valid_to))
    return exists(select(col(Resolution.id)).where(col(Resolution.agreement_id) == col(Agreement.id), *lapse, *STANDS))


def _resolved() -> ColumnElement[bool]:
    """It is decided what follows: that it lapses, that it goes on, or that another agreement is entered into."""
    longer = (col(Resolution.kind) == ResolutionKind.EXTEND, col(Resolution.until) > col(Agreement.valid_to))
    extended = select(col(Resolution.id)).where(col(Resolution.agreement_id) == col(Agreement.id), *longer, *STANDS)
    successor = aliased(Agreement)
    entered = (
        select(col(Resolution.id))
        .join(successor, col(successor.id) == col(Resolution.agreement_id))
        .where(col(successor.follows) == col(Agreement.name), col(Resolution.kind) == ResolutionKind.ENTER, *STANDS)
    )
    return or_(_lapses(), exists(extended), exists(entered))


def _step_done(kind: SQLColumnExpression[ReminderKind]) -> ColumnElement[bool]:
    """Whether nothing is left to do in a step of that kind."""
    lapses = or_(_lapses(), col(Agreement.intention).is_not_distinct_from(Intention.LET_LAPSE))
    return or_(
        and_(kind == ReminderKind.DIALOGUE, or_(col(Agreement.intention).is_not(None), _resolved())),
        and_(kind.in_((ReminderKind.DRAFT, ReminderKind.DECISION)), _resolved()),
        and_(kind == ReminderKind.SIGNATURE, lapses),
    )


def alive() -> ColumnElement[bool]:
    """Whether a reminder (selected as in `unsettled`) still has something to say."""
    kind = col(Reminder.kind)
    agreed = col(Agreement.status) == AgreementStatus.AGREED
    of_the_end = and_(agreed, kind.in_(END), ~_followed(), ~_decided())
    of_a_step = and_(agreed, kind.in_(STEPS), ~_followed(), ~_step_done(kind))
    return or_(of_the_end, of_a_step, and_(kind.not_in((*END, *STEPS)), col(ReportDuty.received_at).is_(None)))


def unsettled() -> Select[Reminder, Agreement, ReportDuty]:
    """Reminders to come, each with its agreement and, where it is about a report, the duty (else nothing)."""
    return (
        select(Reminder, Agreement, ReportDuty)
        .join(Agreement, col(Agreement.id) == col(Reminder.agreement_id))
        .outerjoin(ReportDuty, col(ReportDuty.id) == col(Reminder.duty_id))
        .where(col(Reminder.settled_at).is_(None))
    )


def speaks_of_end(session: Session, agreement: Agreement, today: date) -> bool:
    """Whether a reminder said today may be about the agreement's end: it is near, open, and nothing follows."""
    left = agreement.days_left(today)
    if left > max(MANAGER_LEADS) + SLACK or (left > SPOKEN_ANYWAY + SLACK and agreement.intention in DECIDED):
        return False
    return agreement.status is AgreementStatus.AGREED and not is_followed(session, agreement)


def is_followed(session: Session, agreement: Agreement) -> bool:
    """Whether another agreement follows without a gap."""
    after = agreement.valid_to + workdays.DAY
    follows = select(col(Agreement.id)).where(
        col(Agreement.follows) == agreement.name,
        col(Agreement.status) == AgreementStatus.AGREED,
        col(Agreement.valid_from) <= after,
        col(Agreement.valid_to) >= after,
    )
    return session.scalars(follows.limit(1)).first() is not None


def open_steps(session: Session, agreement: Agreement) -> frozenset[ReminderKind]:
    """The steps toward what follows after the agreement that somebody has still to take."""
    if agreement.status is not AgreementStatus.AGREED or is_followed(session, agreement):
        return frozenset()
    of_steps = select(*(_step_done(literal(step, Choice(ReminderKind))) for step in STEPS))
    done = session.execute(of_steps.where(col(Agreement.id) == agreement.id)).one()
    return frozenset(step for step, is_done in zip(STEPS, done, strict=True) if not is_done)


def reaches_koordinators() -> ColumnElement[bool]:
    """Whether a reminder is also, or only, a koordinator's (see `leads.told`)."""
    far = and_(col(Reminder.kind) == ReminderKind.EXPIRY, col(Reminder.days).not_in(KOORDINATOR_LEADS))
    return and_(~far, col(Reminder.kind).not_in(STEPS))


def reaches_managers() -> ColumnElement[bool]:
    """Whether a reminder is also, or only, a manager's (see `leads.told`)."""
    return col(Reminder.kind) != ReminderKind.REPORT_DUE


def of_party(organisation_id: int) -> ColumnElement[bool]:
    """Whether the organisation is a party to the reminder's agreement."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == organisation_id)
    return col(Reminder.agreement_id).in_(theirs)
