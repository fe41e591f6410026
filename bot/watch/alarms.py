"""Alarms: one open row per kind, counted into, told to the administrators at most once an hour, and once when over."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot import lookups, outbox
from bot.outbox import Owed
from bot.upsert import insert_new
from bot.watch.troubles import Trouble
from models import Alarm, AlarmKind, NoticeKind, Role
from models.alarm import OVER, TOLD_AFTERWARDS

AT_MOST_EVERY = timedelta(hours=1)
SILENCE = timedelta(minutes=30)
"""After so long without another one it is over."""
STANDING = frozenset({AlarmKind.WORKER_AWAY, AlarmKind.STUCK_NOTICES, AlarmKind.BACKUP_LATE})
"""What is over when it is looked at again and is well."""


def raise_(session: Session, kind: AlarmKind, reference: str, now: datetime) -> Alarm:
    """Count one more trouble of `kind` into its open alarm, and tell the administrators if it is time.

    Args:
        session: the transaction.
        kind: what went wrong.
        reference: what to look for in the log; never anything about a person.
        now: aware.
    """
    return count(session, Trouble(kind, 1, now, reference), now)


def count(session: Session, trouble: Trouble, now: datetime) -> Alarm:
    """The same for troubles that were gathered: so many times, since when."""
    alarm = _opened(session, trouble.kind, trouble.since, now)
    alarm.times += trouble.times
    alarm.first_at = min(alarm.first_at, trouble.since)
    alarm.last_at = max(alarm.last_at, now)
    alarm.reference = trouble.reference or alarm.reference
    _tell(session, alarm, now)
    return alarm


def go_on(session: Session, kind: AlarmKind, since: datetime, now: datetime) -> Alarm:
    """A state that lasts, seen again: one trouble, however often it is looked at."""
    alarm = _opened(session, kind, since, now)
    alarm.times, alarm.last_at = 1, max(alarm.last_at, now)
    _tell(session, alarm, now)
    return alarm


def end(session: Session, kind: AlarmKind, now: datetime) -> None:
    """It is well again."""
    if alarm := _open(session, kind):
        _end(session, alarm, now)


def end_silent(session: Session, now: datetime) -> None:
    """What has not happened again for half an hour is over."""
    silent = select(Alarm).where(col(Alarm.over_at).is_(None), col(Alarm.last_at) < now - SILENCE).with_for_update()
    for alarm in session.exec(silent).all():
        _end(session, alarm, now)


def _opened(session: Session, kind: AlarmKind, since: datetime, now: datetime) -> Alarm:
    alarm = _open(session, kind)
    if alarm is None:
        new = {"kind": kind, "first_at": since, "last_at": now, "times": 0, "reference": ""}
        session.execute(insert_new(session, Alarm).values(new))
        alarm = _open(session, kind)
    assert alarm, "it was opened just now, by us or by another"
    return alarm


def _open(session: Session, kind: AlarmKind) -> Alarm | None:
    one = select(Alarm).where(col(Alarm.kind) == kind, col(Alarm.over_at).is_(None)).with_for_update()
    return session.exec(one).first()


def _tell(session: Session, alarm: Alarm, now: datetime) -> None:
    """At once the first time, then once an hour: also where it comes and goes, each time as an alarm of its own."""
    told = select(col(Alarm.told_at)).where(col(Alarm.kind) == alarm.kind, col(Alarm.told_at) > now - AT_MOST_EVERY)
    if session.exec(told.limit(1)).first() is None:
        alarm.told_at = now
        _owe(session, alarm, f"{now:%Y-%m-%dT%H.%M.%S}", now)


def _end(session: Session, alarm: Alarm, now: datetime) -> None:
    alarm.over_at = now
    if alarm.told_at and alarm.kind not in TOLD_AFTERWARDS:
        _owe(session, alarm, OVER, now)


def _owe(session: Session, alarm: Alarm, occasion: str, now: datetime) -> None:
    administrators = lookups.members(session, None, Role.ADMINISTRATOR)
    owed = [Owed(member.id, NoticeKind.ALARM, alarm.id, occasion, now) for member in administrators]
    outbox.owe_all(session, owed)
