"""Reminders of the steering group's meetings: two weeks, a week and a day before, each once, on working days."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock, outbox, workdays
from bot.agreements import steering
from bot.outbox import Owed
from models import NoticeKind, SteeringMeeting

LEADS = (1, steering.PACK_LEAD.days, 14)
"""So many days before a meeting the group is told, the nearest first."""
SLACK = timedelta(days=7)
"""What would fall on a holiday is said some days earlier."""


def due(session: Session, now: datetime) -> int:
    """Owe the groups the nearest reminder that is due of each meeting to come, on a working day from 08:00.

    What was owed is not owed again, so that all is done in one go; of several that a pause has gathered the nearest
    says it all.

    Returns:
        0.
    """
    if not workdays.may_speak(now):
        return 0
    today = clock.today(now)
    coming = session.scalars(
        select(SteeringMeeting)
        .where(col(SteeringMeeting.called_off_at).is_(None), col(SteeringMeeting.starts_at) > now)
        .where(col(SteeringMeeting.starts_at) <= now + timedelta(days=max(LEADS) + 1) + SLACK)
        .order_by(col(SteeringMeeting.starts_at), col(SteeringMeeting.id))
    ).all()
    outbox.owe_all(
        session,
        [
            Owed(member.id, NoticeKind.STEERING_MEETING, meeting.id, occasion, now)
            for meeting in coming
            if (occasion := _occasion(meeting, today))
            for member in steering.group(session, meeting.agreement_id, today)
        ],
    )
    return 0


def _occasion(meeting: SteeringMeeting, today: date) -> str:
    """Which time of the meeting, and how near it is; empty where it is not yet to be said."""
    day = clock.today(meeting.starts_at)
    lead = next((lead for lead in LEADS if workdays.on_or_before(day - timedelta(days=lead)) <= today), None)
    return f"{steering.occasion(meeting)}:{lead}" if lead else ""
