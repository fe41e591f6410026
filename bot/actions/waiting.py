"""Waiting for a partner's answer: it is reminded, then the referrer is told, then both sides' managers.

All steps count the partner's own open days. *Sedd* and *Ring mig* are no answer; a waiting list and a proposed time
are.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock, lookups, outbox, patience, workdays
from bot.outbox import Owed
from models import Member, NoticeKind, Organisation, Referral, Role

CHUNK = 200


def begin(session: Session, referral: Referral, since: date) -> None:
    """The partner owes an answer from `since` on."""
    referral.waiting_since, referral.nudges = since, 0
    _plan(referral, session.get_one(Organisation, referral.organisation_id))


def stop(referral: Referral) -> None:
    """The partner has answered, or need not any more."""
    referral.waiting_since, referral.nudges, referral.nudge_on = None, 0, None


def replan(session: Session, organisation_ids: Collection[int]) -> None:
    """These partners' open days have changed: count anew what waits for them."""
    waiting = select(Referral).where(
        col(Referral.organisation_id).in_(organisation_ids),
        col(Referral.waiting_since).is_not(None),
    )
    for referral in session.scalars(waiting.with_for_update()).all():
        _plan(referral, session.get_one(Organisation, referral.organisation_id))


def due(session: Session, now: datetime) -> int:
    """Take the next step for up to 200 referrals whose day has come, on a working day from 08:00.

    Returns:
        How many steps were taken; call again until it is 0.
    """
    if not workdays.may_speak(now):
        return 0
    rows = session.scalars(
        select(Referral)
        .where(col(Referral.nudge_on) <= clock.today(now))
        .order_by(col(Referral.nudge_on), col(Referral.id))
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    people = _People(session, rows)
    outbox.owe_all(session, [owed for referral in rows for owed in _told(people, referral, now)])
    for referral in rows:
        referral.nudges += 1
        _plan(referral, people.partners[referral.organisation_id])
    return len(rows)


def _plan(referral: Referral, partner: Organisation) -> None:
    since, step = referral.waiting_since, referral.nudges
    referral.nudge_on = patience.step_on(partner, since, step) if since and step < patience.STEPS else None


class _People:
    """Everybody who may have to be told of these referrals, read in three statements."""

    def __init__(self, session: Session, referrals: Sequence[Referral]) -> None:
        partner_ids = {referral.organisation_id for referral in referrals}
        partners = session.scalars(select(Organisation).where(col(Organisation.id).in_(partner_ids)))
        self.partners = {partner.id: partner for partner in partners}
        wanted = {referral.referrer_id for referral in referrals}
        self._referrers = {row.id: row for row in session.scalars(select(Member).where(col(Member.id).in_(wanted)))}
        boards = {member.organisation_id for member in self._referrers.values()}
        self._members = lookups.members_of(session, frozenset(partner_ids | boards))

    def koordinators(self, referral: Referral) -> list[Member]:
        """Those of the partner."""
        return self._of(referral.organisation_id, Role.KOORDINATOR)

    def managers(self, referral: Referral) -> list[Member]:
        """Both sides': the referrer's unit's and board's, and the partner's; else who stands nearest."""
        ours = lookups.managers_among(self._members, self._referrers[referral.referrer_id])
        partners = self._of(referral.organisation_id, Role.PARTNER_MANAGER) or self.koordinators(referral)
        return [*ours, *partners]

    def _of(self, organisation_id: int, role: Role) -> list[Member]:
        return [row for row in self._members if row.organisation_id == organisation_id and row.role is role]


def _told(people: _People, referral: Referral, now: datetime) -> Sequence[Owed]:
    kind, recipients = _step(people, referral)
    occasion = f"{referral.revision}:{referral.nudges}"
    return [Owed(member_id, kind, referral.id, occasion, now) for member_id in recipients]


def _step(people: _People, referral: Referral) -> tuple[NoticeKind, list[int]]:
    """What is said at the step that is due, and to whom."""
    if referral.nudges == 0:
        return NoticeKind.NUDGE, [member.id for member in people.koordinators(referral)]
    if referral.nudges == 1:
        return NoticeKind.WAITING_LONG, [referral.referrer_id]
    return NoticeKind.ESCALATION, [member.id for member in people.managers(referral)]
