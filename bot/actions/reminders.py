"""Reminders of agreements' ends and of reports: planned as rows, owed when they fall due."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Session, col

from bot import clock, leads, outbox, reminding, workdays
from bot.agreements import planning
from bot.leads import Planned
from bot.outbox import Owed
from bot.upsert import insert_new
from models import Agreement, Member, NoticeKind, Party, Reminder, ReportDuty, Role

CHUNK = 200
STILL_SPEAK = (
    reminding.unsettled()
    .with_only_columns(col(Reminder.id))
    .where(col(Reminder.id).in_(bindparam("ids", expanding=True)), reminding.alive())
)


def replan(session: Session, agreement_ids: Collection[int], now: datetime) -> None:
    """Plan the reminders of these agreements anew, from `now` (aware) on.

    What would have fallen due earlier is not planned. What was planned, is due and has not been said stays, if it is
    still about the same date; what was said is not planned a second time.
    """
    ordered = sorted(agreement_ids)
    for start in range(0, len(ordered), CHUNK):
        ids = ordered[start : start + CHUNK]
        planned = [*_of_ends(session, ids), *_of_reports(session, ids)]
        unsaid = (col(Reminder.agreement_id).in_(ids), col(Reminder.settled_at).is_(None))
        session.execute(delete(Reminder).where(*unsaid, col(Reminder.key).not_in([row["key"] for row in planned])))
        if rows := [row for row in planned if _falls_due(row["due_on"]) > now]:
            session.execute(insert_new(session, Reminder, "key"), rows)


def due(session: Session, now: datetime) -> int:
    """Owe up to 200 reminders that are due, one notice per agreement and person, on a working day from 08:00.

    Returns:
        How many were settled; call again until it is 0.
    """
    if not workdays.may_speak(now):
        return 0
    today = clock.today(now)
    rows = session.scalars(
        select(Reminder)
        .where(col(Reminder.settled_at).is_(None), col(Reminder.due_on) <= today)
        .order_by(col(Reminder.due_on), col(Reminder.agreement_id))
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    ids = {reminder.id for reminder in rows}
    spoken = set(session.scalars(STILL_SPEAK, {"ids": ids})) if ids else set()
    outbox.owe_all(session, _notices(session, [row for row in rows if row.id in spoken], today, now))
    _settle(session, spoken, now, said=True)
    _settle(session, ids - spoken, now, said=False)
    return len(rows)


def _of_ends(session: Session, ids: Sequence[int]) -> Iterable[dict[str, Any]]:
    """The ends, and the steps toward what follows after them."""
    agreements = session.scalars(select(Agreement).where(col(Agreement.id).in_(ids))).all()
    plans = planning.of_agreements(session, agreements)
    for agreement in agreements:
        steps = plans[agreement.id].reminders() if agreement.id in plans else []
        gap_from = agreement.valid_to + workdays.DAY
        for planned in (*leads.of_end(agreement.valid_to), *steps):
            yield _row(planned, agreement.id, agreement.id, gap_from=gap_from, duty_id=None)


def _of_reports(session: Session, ids: Sequence[int]) -> Iterable[dict[str, Any]]:
    """Also of those received: that may be taken back, and `reminding.alive` keeps them silent until then."""
    duties = select(ReportDuty).where(col(ReportDuty.agreement_id).in_(ids))
    for duty in session.scalars(duties).all():
        for planned in leads.of_report(duty.due_on):
            yield _row(planned, duty.agreement_id, duty.id, gap_from=None, duty_id=duty.id)


def _row(
    planned: Planned, agreement_id: int, about_id: int, gap_from: date | None, duty_id: int | None
) -> dict[str, Any]:
    return {
        "key": f"{planned.kind}:{about_id}:{planned.about.isoformat()}:{planned.days}",
        "agreement_id": agreement_id,
        "duty_id": duty_id,
        "kind": planned.kind,
        "days": planned.days,
        "gap_from": gap_from,
        "due_on": planned.due_on,
        "said": False,
    }


def _falls_due(day: date) -> datetime:
    return clock.at_local(day, workdays.MORNING.hour, workdays.MORNING.minute)


def _notices(session: Session, reminders: Sequence[Reminder], today: date, now: datetime) -> list[Owed]:
    """One notice a person and agreement, however many reminders have gathered."""
    roles: dict[int, set[Role]] = {}
    for reminder in reminders:
        roles.setdefault(reminder.agreement_id, set()).update(leads.told(reminder.kind, reminder.days))
    parties = (
        select(col(Party.agreement_id), col(Member.id), col(Member.role))
        .join(Member, col(Member.organisation_id) == col(Party.organisation_id))
        .where(col(Party.agreement_id).in_(roles), col(Member.ended_at).is_(None))
        .where(col(Member.role).in_((Role.MANAGER, Role.KOORDINATOR)))
        .order_by(col(Party.agreement_id), col(Member.id))
    )
    return [
        Owed(member_id, NoticeKind.AGREEMENT_REMINDER, agreement_id, today.isoformat(), now)
        for agreement_id, member_id, role in session.execute(parties).all()
        if role in roles[agreement_id]
    ]


def _settle(session: Session, ids: Collection[int], now: datetime, *, said: bool) -> None:
    if ids:
        session.execute(update(Reminder).where(col(Reminder.id).in_(ids)).values(settled_at=now, said=said))
