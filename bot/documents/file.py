"""One referral's rows, gathered into plain values. Whoever asks has asked the policy, and writes the audit.

The partner stands with its name beside its alias: the file of record, and the person, must know who received the data.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col

from bot import written
from bot.cards.referral import ending_word, state_word
from bot.documents.kept import CaseFile, ConsentKept, Happened, NoteKept, ParticularKept, Seen, Version
from bot.pages.readers import READS
from bot.sealed import Unsealable
from bot.sealed.places import CASE
from bot.turn import Turn
from messages import Value, Word
from models import (
    AuditEntry,
    Client,
    Consent,
    Event,
    Intake,
    Member,
    Note,
    NoteVersion,
    Organisation,
    Particular,
    ParticularVersion,
    Referral,
    Wish,
    WishChosen,
)


def gather(turn: Turn, referral: Referral) -> CaseFile:
    """Everything of `referral`, notes of both sides with all their versions included."""
    session = turn.session
    referrer = session.get_one(Member, referral.referrer_id)
    partner = session.get_one(Organisation, referral.organisation_id)
    intake = session.get(Intake, referral.id)
    ending = ending_word(referral)
    return CaseFile(
        code=referral.code,
        case_number=_case_number(turn, referral),
        referrer=referrer.name,
        unit=referrer.unit,
        board=session.get_one(Organisation, referrer.organisation_id).name,
        alias=partner.alias or "",
        partner=partner.name,
        state=state_word(referral).key,
        ending=ending.key if ending else "",
        sent_at=referral.sent_at,
        handover=referral.handover.value,
        meet_at=referral.meet_at,
        sex=referral.sex.value if referral.sex else "",
        wishes=_wishes(turn, referral),
        start_on=intake.start_on if intake else None,
        activity=_wish(turn, intake.activity_id) if intake and intake.activity_id else "",
        consent=_consent(turn, session.get_one(Consent, referral.id)),
        particulars=_particulars(turn, referral),
        notes=_notes(turn, referral),
        history=_history(turn, referral),
        readers=_readers(turn, referral),
        recorded_at=referral.recorded_at,
        transferred_at=referral.transferred_at,
        drawn_at=turn.now,
        drawn_by=turn.who.name,
    )


def name_of(turn: Turn, member_id: int | None) -> str:
    """A member's name; empty for nobody."""
    return turn.session.get_one(Member, member_id).name if member_id else ""


def _case_number(turn: Turn, referral: Referral) -> str:
    """The number in the authority's own system, which is the referrer's alone."""
    client = turn.session.get_one(Client, referral.person)
    if referral.referrer_id != turn.who.id or client.sealed_case is None:
        return ""
    return turn.vault.open(turn.session, referral.person, client.sealed_case, CASE)


def _wish(turn: Turn, wish_id: int) -> str:
    return turn.session.get_one(Wish, wish_id).word(turn.language)


def _wishes(turn: Turn, referral: Referral) -> tuple[str, ...]:
    chosen = (
        select(Wish)
        .join(WishChosen, col(WishChosen.wish_id) == col(Wish.id))
        .where(col(WishChosen.referral_id) == referral.id)
        .order_by(col(Wish.position), col(Wish.id))
    )
    return tuple(wish.word(turn.language) for wish in turn.session.scalars(chosen))


def _consent(turn: Turn, consent: Consent) -> ConsentKept:
    return ConsentKept(
        share=tuple(consent.share),
        shared_with=tuple(consent.shared_with),
        until=consent.until,
        given_at=consent.given_at,
        given_by=consent.given_by.value,
        taken_by=name_of(turn, consent.taken_by_id),
        withdrawn_at=consent.withdrawn_at,
        deleted_at=consent.deleted_at,
    )


def _particulars(turn: Turn, referral: Referral) -> tuple[ParticularKept, ...]:
    rows = turn.session.scalars(
        select(ParticularVersion)
        .where(col(ParticularVersion.referral_id) == referral.id)
        .order_by(col(ParticularVersion.number))
    ).all()
    return tuple(
        ParticularKept(kind.value, tuple(_particular(turn, referral, row) for row in rows if row.kind is kind))
        for kind in Particular
    )


def _particular(turn: Turn, referral: Referral, row: ParticularVersion) -> Version:
    try:
        words: str | None = written.read_particular(turn, referral, row)
    except Unsealable:
        words = None
    return Version(row.number, row.written_at, name_of(turn, row.member_id), words)


def _notes(turn: Turn, referral: Referral) -> tuple[NoteKept, ...]:
    notes = turn.session.scalars(
        select(Note).where(col(Note.referral_id) == referral.id).order_by(col(Note.day), col(Note.id))
    ).all()
    versions = turn.session.scalars(
        select(NoteVersion)
        .join(Note, col(Note.id) == col(NoteVersion.note_id))
        .where(col(Note.referral_id) == referral.id)
        .order_by(col(NoteVersion.note_id), col(NoteVersion.number))
    )
    of_note: dict[int, list[NoteVersion]] = {}
    for version in versions:
        of_note.setdefault(version.note_id, []).append(version)
    return tuple(_note(turn, referral, note, of_note.get(note.id, [])) for note in notes)


def _note(turn: Turn, referral: Referral, note: Note, versions: Sequence[NoteVersion]) -> NoteKept:
    return NoteKept(
        id=note.id,
        kind=note.kind.value,
        step=note.step.value if note.step else "",
        day=note.day,
        at=note.at,
        by=name_of(turn, note.member_id),
        by_partner=note.by_partner,
        shared=note.shared,
        struck_at=note.struck_at,
        struck_for=note.struck_for.value if note.struck_for else "",
        versions=tuple(_version(turn, referral, version) for version in versions),
    )


def _version(turn: Turn, referral: Referral, row: NoteVersion) -> Version:
    try:
        words: str | None = written.read_note(turn, referral, row)
    except Unsealable:
        words = None
    return Version(row.number, row.written_at, name_of(turn, row.member_id), words)


def _history(turn: Turn, referral: Referral) -> tuple[Happened, ...]:
    rows = turn.session.scalars(select(Event).where(col(Event.referral_id) == referral.id).order_by(col(Event.id)))
    return tuple(
        Happened(row.at, row.happening.value, name_of(turn, row.member_id), _detail(turn, row)) for row in rows
    )


def _detail(turn: Turn, event: Event) -> Value:
    detail = event.detail
    if "at" in detail:
        return datetime.fromisoformat(detail["at"])
    if "day" in detail:
        return date.fromisoformat(detail["day"])
    if "reason" in detail:
        return Word(f"reason.{detail['reason']}")
    if "wish" in detail:
        return _wish(turn, detail["wish"])
    to: str | None = detail.get("to")
    return to


def _readers(turn: Turn, referral: Referral) -> tuple[Seen, ...]:
    rows = turn.session.execute(
        select(AuditEntry, Member)
        .join(Member, col(Member.id) == col(AuditEntry.member_id))
        .where(col(AuditEntry.subject) == "referral", col(AuditEntry.subject_id) == referral.id)
        .where(col(AuditEntry.act).in_(READS), col(AuditEntry.allowed))
        .order_by(col(AuditEntry.id))
    )
    return tuple(Seen(entry.at, member.name, f"role.{member.role}", entry.act) for entry, member in rows)
