"""Confidentiality undertakings (*tystnadsförbindelser*) of partners' koordinatorer: set by the board; their ends."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot import audit, clock, dates, outbox, workdays
from bot.actions import members
from bot.agreements.periods import in_force_on
from bot.errors import Refused
from bot.outbox import Owed
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Agreement, Member, NoticeKind, Party, Role

LEADS = (7, 30)
"""So many days before it ends those concerned are told, the nearest first."""
SLACK = timedelta(days=7)
"""What would fall on a holiday is said some days earlier."""
LONGEST = 5 * 12
"""Months."""


def set_until(turn: Turn, member_id: int, day: str) -> Member:
    """A koordinator's undertaking holds up to and including `day`, as people write it.

    Raises:
        Refused: not theirs to change, no koordinator, or no day from today to five years ahead.
    """
    member = members.find(turn, member_id, Act.CHANGE_MEMBER)
    if member.role is not Role.KOORDINATOR:
        raise Refused(views.NotAllowed())
    until = dates.understood(day.strip(), turn.today, prefer="future")
    latest = clock.months_later(turn.today, LONGEST)
    if until is None:
        raise Refused(views.UnknownDay())
    if not turn.today <= until <= latest:
        raise Refused(views.UndertakingDay(latest))
    if member.undertaking_until != until:
        member.undertaking_until = until
        audit.note(turn, "undertaking", "member", member.id)
    return member


def due(session: Session, now: datetime) -> int:
    """Owe those concerned that undertakings end, a month and a week before, on a working day from 08:00.

    What was owed is not owed again, so that all is done in one go.

    Returns:
        0.
    """
    if not workdays.may_speak(now):
        return 0
    today = clock.today(now)
    ending = session.scalars(
        select(Member)
        .where(col(Member.role) == Role.KOORDINATOR, col(Member.ended_at).is_(None))
        .where(col(Member.undertaking_until) >= today)
        .where(col(Member.undertaking_until) <= today + timedelta(days=max(LEADS)) + SLACK)
    ).all()
    if not ending:
        return 0
    managers = _managers(session, {member.organisation_id for member in ending}, today)
    outbox.owe_all(
        session,
        [
            Owed(told, NoticeKind.UNDERTAKING_ENDS, member.id, occasion, now)
            for member in ending
            if (occasion := _occasion(member, today))
            for told in (member.id, *managers[member.organisation_id])
        ],
    )
    return 0


def _occasion(member: Member, today: date) -> str:
    """Which end is near and how near; empty where it is not yet to be said."""
    until = member.undertaking_until
    assert until, "it ends"
    reached = (lead for lead in LEADS if workdays.on_or_before(until - timedelta(days=lead)) <= today)
    lead = next(reached, None)
    return f"{until.isoformat()}:{lead}" if lead else ""


def _managers(session: Session, partners: Collection[int], today: date) -> dict[int, list[int]]:
    """By partner, the managers of the boards that it has agreements in force with."""
    theirs, boards = aliased(Party), aliased(Party)
    rows = session.execute(
        select(col(theirs.organisation_id), col(Member.id))
        .join(boards, col(boards.agreement_id) == col(theirs.agreement_id))
        .join(Agreement, col(Agreement.id) == col(theirs.agreement_id))
        .join(Member, col(Member.organisation_id) == col(boards.organisation_id))
        .where(col(theirs.organisation_id).in_(partners), col(Member.role) == Role.MANAGER)
        .where(in_force_on(today), col(Member.ended_at).is_(None))
        .distinct()
        .order_by(col(theirs.organisation_id), col(Member.id))
    ).all()
    found: defaultdict[int, list[int]] = defaultdict(list)
    for partner_id, manager_id in rows:
        found[partner_id].append(manager_id)
    return found
