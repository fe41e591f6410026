"""Who read which referrals of a board in a month, from the audit, as log control looks at it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot import clock, lookups
from bot.log_rules import Read
from models import Absence, AuditEntry, Event, Happening, LogReview, Member, Referral, Role

READS = ("see_referral", "read_words", "read_rights", "read_case", "export", "glass")
AT_ONCE = 2000
REVIEWERS = (Role.MANAGER, Role.ADMINISTRATOR)


class Seen(NamedTuple):
    """A read, who referred, and whether it is known to be the reader's own business."""

    read: Read
    referrer_id: int
    own: bool


def of_month(session: Session, board_id: int, month: date) -> Iterator[Seen]:
    """Reads in `month` (its first day) of referrals of the board, in order of reader and moment.

    Those of the board's own staff, and those of its partners' koordinatorer.
    """
    reader, referrer = aliased(Member), aliased(Member)
    circle = lookups.board_circle(session, board_id)
    readers = select(col(Member.id)).where(col(Member.organisation_id).in_(circle))
    statement = (
        select(
            col(AuditEntry.id),
            col(AuditEntry.at),
            col(AuditEntry.member_id),
            col(AuditEntry.subject_id),
            col(Referral.referrer_id),
            _own(reader),
        )
        .join(Referral, col(Referral.id) == col(AuditEntry.subject_id))
        .join(reader, col(reader.id) == col(AuditEntry.member_id))
        .join(referrer, col(referrer.id) == col(Referral.referrer_id))
        .where(col(AuditEntry.member_id).in_(readers), *_in(month))
        .where(col(AuditEntry.subject) == "referral", col(AuditEntry.act).in_(READS), col(AuditEntry.allowed))
        .where(col(referrer.organisation_id) == board_id)
        .order_by(col(AuditEntry.member_id), col(AuditEntry.at), col(AuditEntry.id))
        .execution_options(yield_per=AT_ONCE)
    )
    for entry_id, at, member_id, referral_id, referrer_id, own in session.execute(statement):
        yield Seen(Read(entry_id, at, member_id, referral_id), referrer_id, bool(own))


def bounds(month: date) -> tuple[datetime, datetime]:
    """From when (included) to when (not) a month lasts; `month` is its first day."""
    return clock.at_local(month, 0), clock.at_local(clock.months_later(month, 1), 0)


def _in(month: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    since, until = bounds(month)
    return col(AuditEntry.at) >= since, col(AuditEntry.at) < until


def _own(reader: type[Member]) -> ColumnElement[bool]:
    """The referrer, somebody who once sent it and has handed it over, or a koordinator of the partner it went to."""
    at_partner = and_(
        col(reader.role) == Role.KOORDINATOR, col(reader.organisation_id) == col(Referral.organisation_id)
    )
    sent = exists().where(
        col(Event.referral_id) == col(Referral.id),
        col(Event.member_id) == col(reader.id),
        col(Event.happening) == Happening.SENT,
    )
    return or_(col(Referral.referrer_id) == col(reader.id), at_partner, sent)


def undecided(session: Session, member_id: int, month: date | None = None) -> int:
    """How many reads (of a month: its first day) somebody has yet to look at."""
    left = [col(LogReview.reviewer_id) == member_id, col(LogReview.verdict).is_(None)]
    if month:
        left.append(col(LogReview.month) == month)
    return session.scalars(select(func.count()).select_from(LogReview).where(*left)).one()


def has_another(session: Session, member: Member) -> bool:
    """Whether anybody else is there to look at what a manager reads."""
    return any(
        one.role in REVIEWERS and one.id != member.id for one in lookups.members(session, member.organisation_id)
    )


class StandIns:
    """Who stood in for whom on which day, as far as the rows say."""

    def __init__(self, session: Session, board_id: int, month: date) -> None:
        end = clock.months_later(month, 1)
        rows = session.scalars(
            select(Absence)
            .join(Member, col(Member.id) == col(Absence.member_id))
            .where(col(Member.organisation_id) == board_id)
            .where(col(Absence.first_day) < end, col(Absence.last_day) >= month)
        ).all()
        self._absences: Sequence[Absence] = rows
        self._known: dict[tuple[int, date], Collection[int]] = {}

    def stood_in(self, member_id: int, day: date) -> Collection[int]:
        """Those whose work a member did on `day`, also at the end of a chain."""
        if (member_id, day) not in self._known:
            self._known[member_id, day] = self._find(member_id, day)
        return self._known[member_id, day]

    def _find(self, member_id: int, day: date) -> Collection[int]:
        that_day = [one for one in self._absences if one.first_day <= day <= one.last_day]
        found: set[int] = set()
        ahead = {member_id}
        while ahead:
            ahead = {one.member_id for one in that_day if one.substitute_id in ahead} - found - {member_id}
            found |= ahead
        return found
