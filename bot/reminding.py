"""Which planned reminders still have something to say: in SQL for the sweep and the lists, by day for a notice."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot import workdays
from bot.leads import KOORDINATOR_LEADS, MANAGER_LEADS, SPOKEN_ANYWAY
from models import DECIDED, Agreement, Party, Reminder, ReminderKind, ReportDuty

SLACK = 5
"""What would fall on a holiday is said some days earlier."""
END = (ReminderKind.EXPIRY, ReminderKind.LAPSED)


def _followed() -> ColumnElement[bool]:
    """Another agreement follows without a gap."""
    successor = aliased(Agreement)
    follows = col(successor.follows) == col(Agreement.name)
    in_time = and_(
        col(successor.valid_from) <= col(Reminder.gap_from), col(successor.valid_to) >= col(Reminder.gap_from)
    )
    return exists(select(col(successor.id)).where(follows, in_time))


def _decided() -> ColumnElement[bool]:
    """An intention is recorded, and the end is still far."""
    early = and_(col(Reminder.kind) == ReminderKind.EXPIRY, col(Reminder.days) > SPOKEN_ANYWAY)
    return and_(early, col(Agreement.intention).is_not(None), col(Agreement.intention).in_(DECIDED))


def alive() -> ColumnElement[bool]:
    """Whether a reminder (selected as in `unsettled`) still has something to say."""
    of_the_end = col(Reminder.kind).in_(END)
    return or_(and_(of_the_end, ~_followed(), ~_decided()), and_(~of_the_end, col(ReportDuty.received_at).is_(None)))


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
    after = agreement.valid_to + workdays.DAY
    follows = select(col(Agreement.id)).where(
        col(Agreement.follows) == agreement.name, col(Agreement.valid_from) <= after, col(Agreement.valid_to) >= after
    )
    return session.scalars(follows.limit(1)).first() is None


def reaches_koordinators() -> ColumnElement[bool]:
    """Whether a reminder is also, or only, a koordinator's (see `leads.told`)."""
    far = and_(col(Reminder.kind) == ReminderKind.EXPIRY, col(Reminder.days).not_in(KOORDINATOR_LEADS))
    return ~far


def reaches_managers() -> ColumnElement[bool]:
    """Whether a reminder is also, or only, a manager's (see `leads.told`)."""
    return col(Reminder.kind) != ReminderKind.REPORT_DUE


def of_party(organisation_id: int) -> ColumnElement[bool]:
    """Whether the organisation is a party to the reminder's agreement."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == organisation_id)
    return col(Reminder.agreement_id).in_(theirs)
