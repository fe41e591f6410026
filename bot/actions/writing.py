"""What is written in the room: notes and their versions, drafts, and a referral's particulars. All of it sealed."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from bot import audit, keeping, written
from bot.actions import notes, referrals
from bot.errors import Refused
from bot.policy import Act
from bot.sealed import Place, Unsealable
from bot.sealed.places import note_place, particular_place
from bot.turn import Turn
from messages import views
from models import (
    LadderStep,
    Member,
    Note,
    NoteKind,
    NoteVersion,
    Organisation,
    Particular,
    ParticularVersion,
    Referral,
    StrikeReason,
)


def write(
    turn: Turn,
    referral_id: int,
    form: str,
    kind: NoteKind,
    day: date,
    words: str,
    *,
    shared: bool = False,
    step: LadderStep | None = None,
) -> Note:
    """Note `kind` of `day` with `words`, from the form of that name; saving the same form again finds the note.

    Where it then says something else (somebody went back in the browser), that is a change of the note.

    Args:
        turn: whose.
        referral_id: about whom.
        form: a random name that the form was given when it was opened.
        kind: what was seen; WRITTEN for words alone.
        day: of which day.
        words: at most `written.LONGEST` characters; may be empty where the kind says it all.
        shared: whether the other side may read the words, as far as the consent covers them.
        step: which step, where the kind is one.

    Raises:
        Refused: not theirs, not a day on which it can have happened, or nothing was written.
    """
    referral = _writable(turn, referral_id)
    again = turn.session.scalars(select(Note).where(col(Note.form) == form)).first()
    if again:
        if again.member_id != turn.who.id or again.referral_id != referral.id:
            raise Refused(views.Stale())
        return _again(turn, referral, again, words)
    _require_words(words, may_be_empty=kind is not NoteKind.WRITTEN)
    note = notes.add_to(turn, referral, kind, day, shared=shared)
    note.form = note.form or form
    note.shared = note.shared or shared
    note.step = step if kind is NoteKind.STEP and step else note.step
    turn.session.flush()
    if words:
        _add_version(turn, referral, note, words)
    return note


def _again(turn: Turn, referral: Referral, note: Note, words: str) -> Note:
    newest = written.newest_version(turn, note.id)
    standing = written.read_note(turn, referral, newest) if newest else ""
    return edit(turn, note.id, newest.number if newest else 0, words) if words and words != standing else note


def edit(turn: Turn, note_id: int, version: int, words: str) -> Note:
    """Change the words of one's own note within 24 hours; the earlier version stays.

    `version` is the number of the version that was changed; the same change again does no more.

    Raises:
        Refused: not one's own, too late, or somebody changed it meanwhile.
    """
    note = _own_note(turn, note_id)
    referral = _writable(turn, note.referral_id)
    if note.struck_at or turn.now > note.at + written.EDITABLE:
        raise Refused(views.TooLateToEdit(note.at + written.EDITABLE))
    _require_words(words)
    newest = written.newest_version(turn, note.id)
    if newest and newest.number == version + 1 and written.read_note(turn, referral, newest) == words:
        return note
    if (newest.number if newest else 0) != version:
        raise Refused(views.ChangedMeanwhile())
    _add_version(turn, referral, note, words)
    return note


def strike(turn: Turn, note_id: int, reason: StrikeReason) -> Note:
    """Entered in error, and why; the words stay, struck."""
    note = notes.strike(turn, note_id)
    note.struck_for = note.struck_for or reason
    return note


def share(turn: Turn, note_id: int, *, shared: bool) -> Note:
    """Let the other side read the words of one's own note, or no longer."""
    note = _own_note(turn, note_id)
    _writable(turn, note.referral_id)
    if note.shared != shared:
        note.shared = shared
        audit.note(turn, "share" if shared else "unshare", "referral", note.referral_id)
    return note


def put(turn: Turn, referral_id: int, kind: Particular, version: int, words: str) -> None:
    """Let a referral's particular be `words` (or nothing); `version` is the number that was changed, 0 for none.

    Raises:
        Refused: not theirs, too long, or somebody changed it meanwhile.
    """
    referral = referrals.find(turn, referral_id, Act.WRITE_PARTICULARS, lock=True)
    _require_words(words, may_be_empty=True)
    newest = written.newest_particular(turn, referral.id, kind)
    before = written.read_particular(turn, referral, newest) if newest else ""
    if before == words:
        return
    if (newest.number if newest else 0) != version:
        raise Refused(views.ChangedMeanwhile())
    row = ParticularVersion(
        referral_id=referral.id,
        kind=kind,
        number=version + 1,
        sealed=_seal(turn, referral, words, particular_place(referral.id, kind, version + 1)),
        member_id=turn.who.id,
        written_at=turn.now,
    )
    turn.session.add(row)
    _keep(turn, referral)
    audit.note(turn, f"write_{kind}", "referral", referral.id)


def _writable(turn: Turn, referral_id: int) -> Referral:
    referral = referrals.find(turn, referral_id, Act.WRITE_WORDS, lock=True)
    if not turn.who.is_bound(turn.today):
        raise Refused(views.NoUndertaking())
    return referral


def _own_note(turn: Turn, note_id: int) -> Note:
    note = turn.session.get(Note, note_id)
    if note is None or note.member_id != turn.who.id:
        raise Refused(views.NotFound())
    return note


def _require_words(words: str, *, may_be_empty: bool = False) -> None:
    if not words.strip() and not may_be_empty:
        raise Refused(views.NothingWritten())
    if len(words) > written.LONGEST:
        raise Refused(views.TooLong(len(words), written.LONGEST))


def _add_version(turn: Turn, referral: Referral, note: Note, words: str) -> None:
    highest = select(func.max(col(NoteVersion.number))).where(col(NoteVersion.note_id) == note.id)
    number = (turn.session.scalars(highest).one() or 0) + 1
    version = NoteVersion(
        note_id=note.id,
        number=number,
        sealed=_seal(turn, referral, words, note_place(note.id, number)),
        member_id=turn.who.id,
        written_at=turn.now,
    )
    turn.session.add(version)
    turn.session.flush()
    _keep(turn, referral)
    audit.note(turn, "write_words", "referral", referral.id)


def _seal(turn: Turn, referral: Referral, words: str, place: Place) -> bytes:
    try:
        return turn.vault.seal(turn.session, referral.person, words, place)
    except Unsealable:
        raise Refused(views.NotFound()) from None


def _keep(turn: Turn, referral: Referral) -> None:
    referrer = turn.session.get_one(Member, referral.referrer_id)
    board = turn.session.get_one(Organisation, referrer.organisation_id)
    keeping.keep_on(turn.session, referral.person, board, turn.today)
