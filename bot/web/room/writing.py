"""Writing in the room: notes and particulars, saved as they are written."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot import dates, written
from bot.actions import referrals, room_drafts, writing
from bot.errors import Refused
from bot.pages import forms, paths
from bot.pages.page import Ask, Goto, Kept, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from messages import views
from messages.room.pages import Warned
from models import LadderStep, Note, NoteKind, Particular, Referral, StrikeReason

Chosen = TypeVar("Chosen", bound=StrEnum)
NOTE_FIELDS = ("words", "day", "kind", "step", "shared", "form")
FIELDS = ("words", "version")


def new_note(turn: Turn, ask: Ask) -> Outcome:
    """The form of a new note."""
    return Shown(forms.new_note(turn, _writable(turn, ask)))


def save_note(turn: Turn, ask: Ask) -> Outcome:
    """Save a new note; what the guard points at is asked about first."""
    words, warned = _checked(turn, ask)
    if warned:
        return Shown(forms.new_note(turn, _writable(turn, ask), ask.form, warned), 422)
    kind = _one_of(NoteKind, ask.form.get("kind", ""))
    step = _one_of(LadderStep, ask.form["step"]) if ask.form.get("step") and kind is NoteKind.STEP else None
    note = writing.write(
        turn,
        referrals.id_of(turn, ask.path["code"]),
        _form(ask),
        kind,
        _day(turn, ask),
        words,
        shared=ask.ticked("shared"),
        step=step,
    )
    room_drafts.drop(turn, forms.place_of_new(note.referral_id))
    return Goto(paths.by_code(ask.path["code"]), "note_saved")


def keep_note(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written in a new note."""
    referral = _writable(turn, ask)
    room_drafts.keep(turn, referral.id, forms.place_of_new(referral.id), _fields(ask, NOTE_FIELDS))
    return Kept()


def edit_note(turn: Turn, ask: Ask) -> Outcome:
    """The form of a note's words."""
    note, referral = _own_note(turn, ask)
    return Shown(forms.edited_note(turn, referral, note))


def save_edit(turn: Turn, ask: Ask) -> Outcome:
    """Save changed words."""
    note, referral = _own_note(turn, ask)
    words, warned = _checked(turn, ask)
    if warned:
        return Shown(forms.edited_note(turn, referral, note, ask.form, warned), 422)
    writing.edit(turn, note.id, ask.number("version"), words)
    room_drafts.drop(turn, forms.place_of(note))
    return Goto(paths.referral(referral), "note_changed")


def keep_edit(turn: Turn, ask: Ask) -> Outcome:
    """Keep words that are being changed."""
    note, referral = _own_note(turn, ask)
    room_drafts.keep(turn, referral.id, forms.place_of(note), _fields(ask, FIELDS))
    return Kept()


def strike_page(turn: Turn, ask: Ask) -> Outcome:
    """Why a note was entered in error."""
    note, referral = _own_note(turn, ask)
    return Shown(forms.strike(turn, referral, note))


def strike(turn: Turn, ask: Ask) -> Outcome:
    """It was entered in error."""
    note, referral = _own_note(turn, ask)
    writing.strike(turn, note.id, _one_of(StrikeReason, ask.form.get("reason", "")))
    return Goto(paths.referral(referral), "note_struck")


def share(turn: Turn, ask: Ask) -> Outcome:
    """Let the other side read a note's words, or no longer."""
    note, referral = _own_note(turn, ask)
    shared = ask.ticked("shared")
    writing.share(turn, note.id, shared=shared)
    return Goto(paths.referral(referral), "note_shared" if shared else "note_unshared")


def particular_page(turn: Turn, ask: Ask) -> Outcome:
    """The form of one of a referral's particulars."""
    referral, kind = _particular(turn, ask)
    return Shown(forms.particular(turn, referral, kind))


def save_particular(turn: Turn, ask: Ask) -> Outcome:
    """Save it."""
    referral, kind = _particular(turn, ask)
    words, warned = _checked(turn, ask, kind)
    if warned:
        return Shown(forms.particular(turn, referral, kind, ask.form, warned), 422)
    writing.put(turn, referral.id, kind, ask.number("version"), words)
    room_drafts.drop(turn, forms.place_of_particular(referral, kind))
    return Goto(paths.referral(referral), "particular_saved")


def keep_particular(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written."""
    referral, kind = _particular(turn, ask)
    room_drafts.keep(turn, referral.id, forms.place_of_particular(referral, kind), _fields(ask, FIELDS))
    return Kept()


def _writable(turn: Turn, ask: Ask) -> Referral:
    return referrals.find_exactly(turn, ask.path["code"], Act.WRITE_WORDS)


def _own_note(turn: Turn, ask: Ask) -> tuple[Note, Referral]:
    note = turn.session.get(Note, ask.number("note"))
    if note is None or note.member_id != turn.who.id:
        raise Refused(views.NotFound())
    return note, referrals.find(turn, note.referral_id, Act.READ_OWN_WORDS)


def _particular(turn: Turn, ask: Ask) -> tuple[Referral, Particular]:
    referral = referrals.find_exactly(turn, ask.path["code"], Act.WRITE_PARTICULARS)
    return referral, _one_of(Particular, ask.path["kind"])


def _checked(turn: Turn, ask: Ask, kind: Particular | None = None) -> tuple[str, Warned | None]:
    """The words to save, or a warning about them. Whoever was warned says what is to be saved."""
    words, choice = ask.form.get("words", ""), ask.form.get("choice", "")
    warned = forms.warning(turn, words, kind)
    if warned is None or choice == "keep":
        return words, None
    return (warned.masked, None) if choice == "mask" else (words, warned)


def _one_of(words: type[Chosen], said: str) -> Chosen:
    try:
        return words(said)
    except ValueError:
        raise Refused(views.Stale()) from None


def _form(ask: Ask) -> str:
    form = ask.form.get("form", "")
    if not written.FORM.fullmatch(form):
        raise Refused(views.Stale())
    return form


def _day(turn: Turn, ask: Ask) -> date:
    day = dates.understood(ask.form.get("day", ""), turn.today, prefer="past")
    if day is None:
        raise Refused(views.UnknownDay())
    return day


def _fields(ask: Ask, names: tuple[str, ...]) -> dict[str, str]:
    return {name: ask.form[name] for name in names if name in ask.form}
