"""Each update whole or not at all: the rows that one tap writes, counted."""

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models import AuditEntry, Event, HandledUpdate, Happening, Notice, NoticeKind, Referral

ANSWER = Happening.WAITING_LIST


def half_done(engine: Engine, taps: Mapping[int, int]) -> list[str]:
    """What is not whole of the referrals that `taps` answered: event, trace, notice, state and the update's own id."""
    with Session(engine) as session:
        events = Counter(session.scalars(select(col(Event.referral_id)).where(col(Event.happening) == ANSWER)).all())
        traced = select(col(AuditEntry.subject_id)).where(
            col(AuditEntry.subject) == "referral", col(AuditEntry.act) == ANSWER.value, col(AuditEntry.allowed)
        )
        audited = Counter(session.scalars(traced).all())
        owed = Counter(
            session.scalars(select(col(Notice.about_id)).where(col(Notice.kind) == NoticeKind.REFERRAL_NEWS)).all()
        )
        read = session.execute(select(col(Referral.id), col(Referral.revision))).all()
        revisions = dict(read)
        handled = set(session.scalars(select(col(HandledUpdate.update_id))))
    found = []
    for referral, update in taps.items():
        whole = (events[referral], audited[referral], owed[referral], revisions[referral] - 1, int(update in handled))
        if whole not in ((1, 1, 1, 1, 1), (0, 0, 0, 0, 0)):
            found.append(f"referral {referral}: event, trace, notice, state, update are {whole}")
    return found


def lost(engine: Engine, updates: Collection[int]) -> list[int]:
    """Which of `updates` were never handled."""
    with Session(engine) as session:
        handled = set(session.scalars(select(col(HandledUpdate.update_id))))
    return sorted(set(updates) - handled)
