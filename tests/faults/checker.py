"""Holds the database and the chats against what the players remember: what is lost, what is doubled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session

from bot.sealed import anchor, chain
from models import Happening
from tests.faults.books import Books, Evidence
from tests.faults.checks import notes, notices, referrals, room, timetable, updates
from tests.faults.checks.finding import Finding
from tests.faults.wounds import WOUNDS

CHECKS: tuple[Callable[[Books], Iterator[Finding]], ...] = (
    updates.updates,
    *(referrals.sends, referrals.leftovers, referrals.histories, referrals.records, referrals.trace),
    *(notes.notes, notes.trace),
    *(room.words, room.versions, room.drafts, room.reports, room.activities),
    *(notices.owed, notices.said),
    *(timetable.left, timetable.digests, timetable.reminders, timetable.steps, timetable.chain),
)


@dataclass
class Verdict:
    """What the books say."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    said_twice: int = 0
    """Notices that came more than once: a kill between Telegram's acceptance and the mark. Allowed."""
    referrals: int = 0
    accepts: int = 0
    notices: int = 0
    updates: int = 0
    notes: int = 0
    words: int = 0
    """Saved in the room."""
    reports: int = 0
    """Handed in."""
    activities: int = 0
    digests: int = 0
    reminders: int = 0
    """Said of agreements and reports."""


def check(engine: Engine, evidence: Evidence) -> Verdict:
    """The verdict on a database that is at rest."""
    findings = chain.verify(engine, anchor.read(evidence.anchor)).findings
    with Session(engine) as session:
        return judge(Books.open(session, evidence, findings))


@dataclass
class Wounded:
    """What came of wounding a database on purpose, by the wounds' names."""

    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    unmade: list[str] = field(default_factory=list)
    """There was nothing yet that they could hurt: a short scene may be without an activity, or a note without words."""


def wound(engine: Engine, evidence: Evidence) -> Wounded:
    """Hurt the database in each way that the checker must see, and undo it."""
    wounded = Wounded()
    with Session(engine) as session:
        before = judge(Books.open(session, evidence))
    for name, (kind, hurt) in WOUNDS.items():
        with Session(engine) as session:
            if not _hurts(session, hurt):
                wounded.unmade.append(name)
                continue
            after = judge(Books.open(session, evidence))
            session.rollback()
        is_seen = len(getattr(after, kind)) > len(getattr(before, kind))
        (wounded.seen if is_seen else wounded.unseen).append(name)
    return wounded


def _hurts(session: Session, hurt: Callable[[Session], None]) -> bool:
    """Wound it; whether that has changed any row."""
    changed = []

    def count(_connection: Any, cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("SELECT") and cursor.rowcount:
            changed.append(statement)

    connection = session.connection()
    event.listen(connection, "after_cursor_execute", count)
    try:
        hurt(session)
        session.flush()
    except NoResultFound:
        return False
    finally:
        event.remove(connection, "after_cursor_execute", count)
    return bool(changed)


def judge(books: Books) -> Verdict:
    """The verdict on books."""
    verdict = Verdict(
        referrals=len(books.referrals),
        accepts=sum(event.happening is Happening.ACCEPTED for row in books.referrals for event in books.events[row.id]),
        notices=sum(notice.sent_at is not None for notice in books.notices),
        updates=books.ledger.issued,
        said_twice=books.said_twice,
        notes=sum(map(len, books.notes.values())),
        words=sum(said.saved for said in books.ledger.words),
        reports=sum(books.handed_in.values()),
        activities=len(books.activities),
        digests=len(books.digests),
        reminders=sum(row.said for row in books.reminders),
    )
    for kind, what in (finding for find in CHECKS for finding in find(books)):
        (verdict.lost if kind == "lost" else verdict.doubled).append(what)
    return verdict
