"""What is done to a database that was just restored: the world has gone on since the backup was taken.

All of it happens in the transaction of the restore, so that no process ever sees the rows without it.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Update, delete, func, select, update
from sqlmodel import Session, col

from bot import audit, outbox, schedule
from bot.actions import erasure
from bot.logs import without_words
from bot.outbox import UNSAID, Owed
from models import Backup, Heartbeat, Invitation, Member, Notice, NoticeKind, Pace, Role, RoomSession

log = structlog.get_logger()
ACT = "restore"
SUBJECT = "database"
SET_ASIDE = "restored"
"""Why a notice was dropped: it was due before the restore, and may have been said after the backup."""
NEVER_SET_ASIDE = frozenset({NoticeKind.WORDS_CAME})
"""They take words out of a chat, and say nothing where these are gone already."""
LEFT_ALONE = frozenset({"cleaning"})
"""It owes that cards leave a chat; that is due for as long as they stand there."""
TOLD = (Role.CASEWORKER, Role.KOORDINATOR)
"""Who has a list of what is open in the chat; it is said to them at once."""


@dataclass
class Aftermath:
    """What was done, in counts."""

    erased: int = 0
    """Files that the ledger says were erased after the backup."""
    sessions: int = 0
    invitations: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    """Notices by kind."""
    told: Counter[str] = field(default_factory=Counter)
    """How many get the list of what is open, by role."""
    others: Counter[str] = field(default_factory=Counter)
    """How many have no such list in the chat, by role."""


def settle(
    session: Session, erased: Mapping[str, str], now: datetime, dice: random.Random, *, resend: bool
) -> Aftermath:
    """Do what a restore needs, in the open transaction of `session`.

    Args:
        session: over the restored rows, at the newest schema.
        erased: what `Ledger.read` returned.
        now: the moment (aware) of the restore.
        dice: what draws codes and samples.
        resend: whether notices that are due are said, perhaps once more.
    """
    done = Aftermath()
    done.sessions = _changed(session, _end_sessions(now))
    done.invitations = _changed(session, _revoke_invitations(now))
    _forget_processes(session)
    done.erased = _erase_anew(session, erased, now, dice)
    if not resend:
        _owe_what_fell_due(session, now, dice)
        done.set_aside = _set_aside(session, now)
    _show_lists(session, now, done)
    audit.write(session, None, ACT, SUBJECT, None, now, screen=ACT)
    session.flush()
    return done


def _changed(session: Session, statement: Update) -> int:
    result: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)


def _end_sessions(now: datetime) -> Update:
    """Whoever was inside shows anew who they are: a session may have been ended or locked since."""
    return update(RoomSession).where(col(RoomSession.ended_at).is_(None)).values(ended_at=now, unlocked_by=None)


def _revoke_invitations(now: datetime) -> Update:
    """One that was spent since would be good once more."""
    open_ones = (col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)
    return update(Invitation).where(*open_ones).values(expires_at=now)


def _forget_processes(session: Session) -> None:
    """Heartbeats, the pace, leases, and a backup that was just being taken: they were those of that moment."""
    session.execute(delete(Heartbeat))
    session.execute(delete(Pace))
    session.execute(delete(Backup).where(col(Backup.finished_at).is_(None)))
    _changed(session, update(Notice).where(*UNSAID, col(Notice.leased_until).is_not(None)).values(leased_until=None))


def _erase_anew(session: Session, erased: Mapping[str, str], now: datetime, dice: random.Random) -> int:
    total, after, more = 0, "", bool(erased)
    while more:
        after, count = erasure.replay(session, erased, after, now, dice)
        _let_go(session)
        total, more = total + count, bool(after)
    return total


def _owe_what_fell_due(session: Session, now: datetime, dice: random.Random) -> None:
    """Owe what fell due between the backup and now, as the first start would: it has been said, where we were up."""
    for tick in schedule.timetable(dice, None):
        if tick.name in LEFT_ALONE:
            continue
        try:
            with session.begin_nested():
                while tick.work(session, now):
                    _let_go(session)
        except Exception as bug:  # noqa: BLE001 - a restore is not held up by one tick; the next start tries it again
            log.error("bug in a tick, left to the next start", tick=tick.name, exception=without_words(bug))  # noqa: TRY400
            session.expire_all()


def _let_go(session: Session) -> None:
    session.flush()
    session.expire_all()


def _set_aside(session: Session, now: datetime) -> Counter[str]:
    due = (*UNSAID, col(Notice.due_at) <= now, col(Notice.kind).not_in(NEVER_SET_ASIDE))
    counts = session.execute(select(col(Notice.kind), func.count()).where(*due).group_by(col(Notice.kind))).all()
    _changed(session, update(Notice).where(*due).values(dropped_at=now, dropped_for=SET_ASIDE))
    return Counter({str(kind): count for kind, count in counts})


def _show_lists(session: Session, now: datetime, done: Aftermath) -> None:
    """Owe everybody who carries people the list of what is open: what was set aside stands in it."""
    members = session.execute(select(col(Member.id), col(Member.role)).where(col(Member.ended_at).is_(None))).all()
    theirs = [number for number, role in members if role in TOLD]
    outbox.owe_all(
        session, [Owed(each, NoticeKind.TO_DO, each, f"restored-{now:%Y%m%dT%H%M%S}", now) for each in theirs]
    )
    done.told = Counter(str(role) for _, role in members if role in TOLD)
    done.others = Counter(str(role) for _, role in members if role not in TOLD)
