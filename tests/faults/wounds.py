"""Ways to hurt a database that the checker must see: they prove that a 0 of its is worth something."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Table, delete, func, insert, select, update
from sqlmodel import Session, col

from models import (
    Activity,
    AuditEntry,
    AuditSeal,
    Digest,
    Event,
    HandledUpdate,
    Happening,
    Intake,
    Note,
    NoteVersion,
    Notice,
    NoticeKind,
    Referral,
    ReferralStatus,
    Reminder,
    Report,
    ReportRemark,
    ReportState,
    WishChosen,
)
from models.base import Row

DOUBLED = 30
"""More copies than anybody tapped."""
Wound = tuple[Literal["lost", "doubled"], Callable[[Session], None]]


def _newest(session: Session) -> int:
    """The id of the newest referral that was taken in."""
    return session.scalars(select(func.max(col(Intake.referral_id)))).one()


def _copy(session: Session, table: type[Row], row: Row, **changed: Any) -> None:
    session.execute(insert(table).values({**row.model_dump(exclude={"id"}), **changed}))


def _lose_referral(session: Session) -> None:
    _away(session, Row.metadata.tables["referral"], [_newest(session)])


def _away(session: Session, table: Table, numbers: Sequence[int]) -> None:
    """These rows go, and first whatever refers to them."""
    for other in Row.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is table and other is not table:
                refers = key.parent.in_(numbers)
                if "id" in other.c:
                    _away(session, other, session.scalars(select(other.c.id).where(refers)).all())
                else:
                    session.execute(delete(other).where(refers))
    session.execute(delete(table).where(table.c.id.in_(numbers)))


def _lose_event(happening: Happening) -> Callable[[Session], None]:
    def wound(session: Session) -> None:
        gone = (col(Event.referral_id) == _newest(session), col(Event.happening) == happening)
        session.execute(delete(Event).where(*gone))

    return wound


def _lose_accept(session: Session) -> None:
    number = _newest(session)
    _lose_event(Happening.ACCEPTED)(session)
    session.execute(delete(Intake).where(col(Intake.referral_id) == number))
    session.execute(delete(AuditEntry).where(col(AuditEntry.subject_id) == number, col(AuditEntry.act) == "accepted"))
    back = {"status": ReferralStatus.RECEIVED, "revision": Referral.revision - 1}
    session.execute(update(Referral).where(col(Referral.id) == number).values(back))


def _lose_notice(session: Session) -> None:
    session.execute(delete(Notice).where(col(Notice.id) == _a_notice(session)))


def _unsay_notice(session: Session) -> None:
    session.execute(update(Notice).where(col(Notice.id) == _a_notice(session)).values(sent_at=None))


def _lose_message(session: Session) -> None:
    session.execute(update(Notice).where(col(Notice.id) == _a_notice(session)).values(message_id=10**6))


def _a_notice(session: Session) -> int:
    said = select(col(Notice.id)).where(col(Notice.sent_at).is_not(None))
    return session.scalars(said.where(col(Notice.kind) == NoticeKind.REFERRAL_NEWS).limit(1)).one()


def _lose_update(session: Session) -> None:
    last = session.scalars(select(func.max(col(HandledUpdate.update_id)))).one()
    session.execute(delete(HandledUpdate).where(col(HandledUpdate.update_id) == last))


def _lose_wish(session: Session) -> None:
    chosen = session.scalars(select(WishChosen).limit(1)).first()
    if chosen:
        session.delete(chosen)
        return
    session.execute(update(Referral).values(handover="time", revision=99))


def _double_referral(session: Session) -> None:
    row = session.get_one(Referral, _newest(session))
    _copy(session, Referral, row, code="R-DOUBLE", draft_id=10**6)


def _double_event(happening: Happening) -> Callable[[Session], None]:
    def wound(session: Session) -> None:
        which = select(Event).where(col(Event.referral_id) == _newest(session), col(Event.happening) == happening)
        _copy(session, Event, session.scalars(which).one())

    return wound


def _double_trace(session: Session) -> None:
    which = col(AuditEntry.subject_id) == _newest(session), col(AuditEntry.act) == "send"
    _copy(session, AuditEntry, session.scalars(select(AuditEntry).where(*which)).one())


def _lose_note(session: Session) -> None:
    worded = select(col(NoteVersion.note_id))
    note = session.scalars(select(Note).where(col(Note.form).is_(None), col(Note.id).not_in(worded)).limit(1)).one()
    session.execute(delete(Note).where(col(Note.id) == note.id))


def _double_note(session: Session) -> None:
    note = session.scalars(select(Note).where(col(Note.form).is_(None)).limit(1)).one()
    for _ in range(DOUBLED):
        _copy(session, Note, note, struck_at=note.at)


def _lose_words(session: Session) -> None:
    last = session.scalars(select(func.max(col(NoteVersion.note_id)))).one()
    session.execute(delete(NoteVersion).where(col(NoteVersion.note_id) == last))


def _lose_report(session: Session) -> None:
    last = session.scalars(select(func.max(col(ReportRemark.id)))).one()
    session.execute(delete(ReportRemark).where(col(ReportRemark.id) == last))


def _unstate_report(session: Session) -> None:
    session.execute(update(Report).values(state=ReportState.DRAFT))


def _lose_activity(session: Session) -> None:
    session.execute(delete(Activity))


def _lose_digest(session: Session) -> None:
    last = session.scalars(select(func.max(col(Digest.id)))).first()
    session.execute(delete(Digest).where(col(Digest.id) == last))


def _leave_reminder(session: Session) -> None:
    first = session.scalars(select(func.min(col(Reminder.id))).where(col(Reminder.said))).one()
    session.execute(update(Reminder).where(col(Reminder.id) == first).values(settled_at=None))


def _lose_reminder(session: Session) -> None:
    session.execute(delete(Notice).where(col(Notice.kind) == NoticeKind.AGREEMENT_REMINDER))


def _leave_question(session: Session) -> None:
    long_ago = session.scalars(select(func.min(col(Event.at)))).one().date() - timedelta(days=7)
    session.execute(update(Referral).where(col(Referral.id) == _newest(session)).values(ask_record_on=long_ago))


def _leave_leased(session: Session) -> None:
    session.execute(update(Notice).where(col(Notice.id) == _a_notice(session)).values(leased_until=Notice.sent_at))


def _break_chain(session: Session) -> None:
    session.execute(update(AuditSeal).where(col(AuditSeal.number) == 1).values(digest=b"broken"))


WOUNDS: dict[str, Wound] = {
    "a referral gone": ("lost", _lose_referral),
    "a `sent` event gone": ("lost", _lose_event(Happening.SENT)),
    "an `accepted` event gone": ("lost", _lose_event(Happening.ACCEPTED)),
    "an accept without a trace": ("lost", _lose_accept),
    "a notice never owed": ("lost", _lose_notice),
    "a notice never said": ("lost", _unsay_notice),
    "a notice without its message": ("lost", _lose_message),
    "an update never handled": ("lost", _lose_update),
    "a choice gone": ("lost", _lose_wish),
    "a second referral": ("doubled", _double_referral),
    "a second `sent` event": ("doubled", _double_event(Happening.SENT)),
    "a second accept": ("doubled", _double_event(Happening.ACCEPTED)),
    "a second entry in the trace": ("doubled", _double_trace),
    "a note gone": ("lost", _lose_note),
    "the same note once more": ("doubled", _double_note),
    "words gone": ("lost", _lose_words),
    "a handing in that was not told": ("lost", _lose_report),
    "a report in another state": ("lost", _unstate_report),
    "an activity gone": ("lost", _lose_activity),
    "a digest gone": ("lost", _lose_digest),
    "a reminder never settled": ("lost", _leave_reminder),
    "a reminder never owed": ("lost", _lose_reminder),
    "a question never asked": ("lost", _leave_question),
    "a notice that stays claimed": ("lost", _leave_leased),
}
FOR_GOOD: dict[str, Wound] = {"a link of the audit's chain changed": ("lost", _break_chain)}
"""What only shows once it is committed."""
