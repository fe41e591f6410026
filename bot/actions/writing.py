"""What is written in the room: notes and their versions, drafts, and a referral's particulars. All of it sealed."""

from datetime import date

from bot import audit, keeping, written
from bot.actions import notes, referrals, room_drafts
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


def writable(turn: Turn, code: str, *, lock: bool = False) -> Referral:
    """The referral with that code, on which the one who acts may write words.

    Raises:
        Refused: not theirs, or no undertaking of theirs is in force.
    """
    return _bound(turn, referrals.find_exactly(turn, code, Act.WRITE_WORDS, lock=lock))


def own_note(turn: Turn, note_id: int, act: Act = Act.WRITE_WORDS, *, lock: bool = False) -> tuple[Note, Referral]:
    """One's own note and the referral that it is about, for `act`; locked before the note is read to be changed.

    Raises:
        Refused: not their own, the act is not theirs, or no undertaking of theirs is in force.
    """
    note = turn.session.get(Note, note_id)
    if note is None or note.member_id != turn.who.id:
        raise Refused(views.NotFound())
    referral = _bound(turn, referrals.find(turn, note.referral_id, act, lock=lock))
    if lock:
        turn.session.refresh(note)
    return note, referral


def _bound(turn: Turn, referral: Referral) -> Referral:
    if not turn.who.is_bound(turn.today):
        raise Refused(views.NoUndertaking())
    return referral


def write(
    turn: Turn,
    code: str,
    form: str,
    kind: NoteKind,
    day: date,
    words: str,
    *,
    shared: bool = False,
    step: LadderStep | None = None,
) -> Note:
    """Note `kind` of `day` with `words`, from the form of that name; saving the same form again finds the note.

    Where it then says something else (somebody went back in the browser), that is a change of the note. What was
    tapped already takes the words only where it is one's own and has none: otherwise they are a note of their own,
    lest they share what somebody else wrote.

    Args:
        turn: whose.
        code: about whom.
        form: a random name that the form was given when it was opened.
        kind: what was seen; WRITTEN for words alone.
        day: of which day.
        words: at most `written.LONGEST` characters; may be empty where the kind says it all.
        shared: whether the other side may read the words, as far as the consent covers them.
        step: which step, where the kind is one.

    Raises:
        Refused: not theirs, not a day on which it can have happened, nothing was written, or the agreement keeps no
            words.
    """
    referral = writable(turn, code, lock=True)
    room_drafts.drop(turn, written.place_of_new(referral.id))
    again = written.of_form(turn, form)
    if again:
        if again.member_id != turn.who.id or again.referral_id != referral.id:
            raise Refused(views.Stale())
        number, standing = written.words_of(turn, referral, again)
        return edit(turn, again.id, number, words) if words and words != standing else again
    _require_words(words, may_be_empty=kind is not NoteKind.WRITTEN)
    if words:
        written.require_words_kept(turn, referral)
    note = notes.add_to(turn, referral, kind, day, shared=shared, form=form, step=step)
    if note.form != form and (words or step):
        if _is_bare(turn, note):
            note.form, note.shared, note.step = form, shared, step
            notes.tell(turn, referral, note)
        else:
            note = notes.add_to(turn, referral, NoteKind.WRITTEN, day, shared=shared, form=form, step=step)
    if words:
        _add_version(turn, referral, note, 1, words)
    return note


def _is_bare(turn: Turn, note: Note) -> bool:
    """Whether words or a step may be added to a note that was there: one's own, that says no more than its kind."""
    return note.member_id == turn.who.id and note.step is None and not written.newest_version(turn, note.id)


def edit(turn: Turn, note_id: int, version: int, words: str) -> Note:
    """Change the words of one's own note within 24 hours; the earlier version stays.

    `version` is the number of the version that was changed; the same change again does no more.

    Raises:
        Refused: not one's own, too late, or somebody changed it meanwhile.
    """
    note, referral = own_note(turn, note_id, lock=True)
    room_drafts.drop(turn, written.place_of(note))
    if note.struck_at or turn.now > note.at + written.EDITABLE:
        raise Refused(views.TooLateToEdit(note.at + written.EDITABLE))
    _require_words(words)
    written.require_words_kept(turn, referral)
    number, standing = written.words_of(turn, referral, note)
    if number == version + 1 and standing == words:
        return note
    if number != version:
        raise Refused(views.ChangedMeanwhile())
    _add_version(turn, referral, note, number + 1, words)
    return note


def strike(turn: Turn, note_id: int, reason: StrikeReason) -> Note:
    """Entered in error, and why; the words stay, struck."""
    own_note(turn, note_id, Act.READ_OWN_WORDS)
    note = notes.strike(turn, note_id)
    note.struck_for = note.struck_for or reason
    return note


def share(turn: Turn, note_id: int, *, shared: bool) -> Note:
    """Let the other side read the words of one's own note, or no longer."""
    note, referral = own_note(turn, note_id, lock=True)
    if note.shared != shared:
        note.shared = shared
        if shared:
            notes.tell(turn, referral, note)
        audit.note(turn, "share" if shared else "unshare", "referral", note.referral_id)
    return note


def put(turn: Turn, code: str, kind: Particular, version: int, words: str) -> None:
    """Let a referral's particular be `words` (or nothing); `version` is the number that was changed, 0 for none.

    Raises:
        Refused: not theirs, too long, or somebody changed it meanwhile.
    """
    referral = referrals.find_exactly(turn, code, Act.WRITE_PARTICULARS, lock=True)
    _require_words(words, may_be_empty=True)
    room_drafts.drop(turn, written.place_of_particular(referral, kind))
    number, standing = written.particular_of(turn, referral, kind)
    if standing == words:
        return
    if number != version:
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


def _require_words(words: str, *, may_be_empty: bool = False) -> None:
    if not words.strip() and not may_be_empty:
        raise Refused(views.NothingWritten())
    if len(words) > written.LONGEST:
        raise Refused(views.TooLong(len(words), written.LONGEST))


def _add_version(turn: Turn, referral: Referral, note: Note, number: int, words: str) -> None:
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
