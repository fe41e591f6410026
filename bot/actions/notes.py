"""Notes on a referral: what was seen of the person on a day, by one tap. And what is asked when nothing is noted."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import audit, clock, lookups, noted, outbox, patience, sharing, workdays
from bot.actions import referrals
from bot.errors import Refused
from bot.outbox import Owed
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import (
    CONTACTS,
    OPEN,
    Consent,
    LadderStep,
    Member,
    Note,
    NoteKind,
    NoticeKind,
    Referral,
    ReferralStatus,
    Role,
)

CHUNK = 200
ASK_AGAIN = timedelta(days=7)
NEWS = frozenset({NoteKind.CAME, NoteKind.NO_SHOW, NoteKind.STEP})
"""What the other side is told at once."""


def add(turn: Turn, referral_id: int, kind: NoteKind, day: date, *, shared: bool = False) -> Note:
    """Note `kind` of `day`; the same a second time, by either of two colleagues, finds the first.

    Of words alone there may be many. `shared` says that the other side is to read the words.

    Raises:
        Refused: not theirs, not a day on which it can have happened, or nothing the consent lets the partner note.
    """
    return add_to(turn, referrals.find(turn, referral_id, Act.NOTE, lock=True), kind, day, shared=shared)


def add_to(
    turn: Turn,
    referral: Referral,
    kind: NoteKind,
    day: date,
    *,
    shared: bool = False,
    form: str | None = None,
    step: LadderStep | None = None,
) -> Note:
    """The same of a referral that was found, and locked, for an act of writing on it.

    `form` and `step` are those of a new note; one that is found keeps its own.
    """
    _require_day(turn, referral, day)
    by_partner = turn.who.role is Role.KOORDINATOR
    alone = kind is NoteKind.WRITTEN
    if by_partner and not alone and not sharing.may_note(turn.session.get_one(Consent, referral.id), kind, turn.today):
        raise Refused(views.Stale())
    standing = None if alone else _standing(turn, referral, kind, day, by_partner=by_partner)
    if standing:
        return standing
    note = Note(referral_id=referral.id, kind=kind, day=day, by_partner=by_partner, member_id=turn.who.id, at=turn.now)
    note.shared, note.form, note.step = shared, form, step
    return _write(turn, referral, note)


def strike(turn: Turn, note_id: int) -> Note:
    """Take back a note that was a mistake; a second time does no more.

    Raises:
        Refused: there is none, or it is the other side's.
    """
    note = turn.session.get(Note, note_id)
    if note is None:
        raise Refused(views.NotFound())
    referral = referrals.find(turn, note.referral_id, Act.NOTE, lock=True)
    turn.session.refresh(note)  # whoever changes a note holds the referral
    if note.by_partner != (turn.who.role is Role.KOORDINATOR):
        raise Refused(views.NotFound())
    if note.struck_at is None:
        note.struck_at, note.ask_again_on = turn.now, None
        turn.session.flush()
        _expect_contact(turn, referral, note)
        tell(turn, referral, note)
        audit.note(turn, "strike_note", "note", note.id)
    return note


def due(session: Session, now: datetime) -> int:
    """Ask about up to 200 people each of whom nothing was noted for two weeks, or who did not come a week ago.

    On a working day from 08:00; each is asked about once until something new is noted.

    Returns:
        How many were asked about; call again until it is 0.
    """
    if not workdays.may_speak(now):
        return 0
    today = clock.today(now)
    return _ask_after_silence(session, today, now) + _ask_after_no_show(session, today, now)


def _require_day(turn: Turn, referral: Referral, day: date) -> None:
    if referral.status is ReferralStatus.ENTERED_IN_ERROR:
        raise Refused(views.Stale())
    first, last = clock.today(referral.sent_at), noted.last_day(referral, turn.today)
    if not first <= day <= last:
        raise Refused(views.NoSuchNoteDay(first, last))


def _standing(turn: Turn, referral: Referral, kind: NoteKind, day: date, *, by_partner: bool) -> Note | None:
    return turn.session.scalars(
        select(Note).where(
            col(Note.referral_id) == referral.id,
            col(Note.kind) == kind,
            col(Note.day) == day,
            col(Note.by_partner) == by_partner,
            col(Note.struck_at).is_(None),
        )
    ).first()


def _write(turn: Turn, referral: Referral, note: Note) -> Note:
    if note.kind is NoteKind.NO_SHOW and referral.is_open:
        note.ask_again_on = turn.today + ASK_AGAIN
    turn.session.add(note)
    turn.session.flush()
    _expect_contact(turn, referral, note)
    tell(turn, referral, note)
    audit.note(turn, "note", "referral", referral.id)
    return note


def _expect_contact(turn: Turn, referral: Referral, note: Note) -> None:
    """Two weeks after the last contact that is noted, or after it was sent, the referrer is asked."""
    if note.kind not in CONTACTS:
        return
    latest = noted.last_contact(turn.session, referral.id)
    day = max((latest or clock.today(referral.sent_at)) + patience.SILENCE, turn.today + workdays.DAY)
    referral.contact_due_on = day if referral.is_open else None


def tell(turn: Turn, referral: Referral, note: Note) -> None:
    """Tell the other side of the note, or that it was struck, once each; only what is news, or is shared with them."""
    if note.kind not in NEWS and not note.shared:
        return
    occasion = f"note{note.id}{'struck' if note.struck_at else ''}"
    if note.by_partner:
        outbox.owe(turn.session, referral.referrer_id, NoticeKind.REFERRAL_NEWS, referral.id, occasion, turn.now)
        return
    consent = turn.session.get_one(Consent, referral.id)
    if sharing.may_note(consent, note.kind, turn.today):
        for koordinator in lookups.koordinators(turn.session, referral.organisation_id):
            outbox.owe(turn.session, koordinator.id, NoticeKind.PARTNER_NEWS, referral.id, occasion, turn.now)


def _ask_after_silence(session: Session, today: date, now: datetime) -> int:
    rows = session.scalars(
        select(Referral)
        .where(col(Referral.contact_due_on) <= today)
        .order_by(col(Referral.contact_due_on), col(Referral.id))
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    owed = [
        Owed(referral.referrer_id, NoticeKind.NO_CONTACT, referral.id, str(referral.contact_due_on), now)
        for referral in rows
        if referral.status in OPEN
    ]
    for referral in rows:
        referral.contact_due_on = None
    outbox.owe_all(session, owed)
    return len(rows)


def _ask_after_no_show(session: Session, today: date, now: datetime) -> int:
    rows = session.scalars(
        select(Note)
        .where(col(Note.ask_again_on) <= today)
        .order_by(col(Note.ask_again_on), col(Note.id))
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    owed = [
        Owed(member_id, NoticeKind.ASK_AGAIN, note.id, str(note.day), now)
        for note in rows
        for member_id in _whom_to_ask(session, note)
    ]
    for note in rows:
        note.ask_again_on = None
    outbox.owe_all(session, owed)
    return len(rows)


def _whom_to_ask(session: Session, note: Note) -> list[int]:
    """The referrer there is now; at a partner the one who noted it, or all koordinatorer where that one has left."""
    referral = session.get_one(Referral, note.referral_id)
    if not note.by_partner:
        return [referral.referrer_id]
    if session.get_one(Member, note.member_id).ended_at is None:
        return [note.member_id]
    return [koordinator.id for koordinator in lookups.koordinators(session, referral.organisation_id)]
