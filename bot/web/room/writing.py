"""Writing in the room: notes and particulars, saved as they are written."""

from bot import written
from bot.actions import referrals, room_drafts, writing
from bot.errors import Refused
from bot.pages import forms, paths
from bot.pages.page import Ask, Goto, Kept, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from messages import views
from models import LadderStep, NoteKind, Particular, Referral, StrikeReason

NOTE_FIELDS = ("words", "day", "kind", "step", "shared", "form")
FIELDS = ("words", "version")


def new_note(turn: Turn, ask: Ask) -> Outcome:
    """The form of a new note."""
    return Shown(forms.new_note(turn, writing.writable(turn, ask.path["code"])))


def save_note(turn: Turn, ask: Ask) -> Outcome:
    """Save a new note; what the guard points at is asked about first."""
    words, warned = fields.guarded(turn, ask)
    if warned:
        return Shown(forms.new_note(turn, writing.writable(turn, ask.path["code"]), ask.form, warned), 422)
    kind = fields.one_of(NoteKind, ask.form.get("kind", ""))
    step = fields.one_of(LadderStep, ask.form["step"]) if ask.form.get("step") and kind is NoteKind.STEP else None
    writing.write(
        turn,
        ask.path["code"],
        _form(ask),
        kind,
        fields.day(turn, ask),
        words,
        shared=ask.ticked("shared"),
        step=step,
    )
    return Goto(paths.by_code(ask.path["code"]), "note_saved")


def keep_note(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written in a new note."""
    room_drafts.keep_new(turn, ask.path["code"], fields.only(ask, NOTE_FIELDS))
    return Kept()


def edit_note(turn: Turn, ask: Ask) -> Outcome:
    """The form of a note's words."""
    note, referral = writing.own_note(turn, ask.number("note"))
    return Shown(forms.edited_note(turn, referral, note))


def save_edit(turn: Turn, ask: Ask) -> Outcome:
    """Save changed words."""
    note, referral = writing.own_note(turn, ask.number("note"))
    words, warned = fields.guarded(turn, ask)
    if warned:
        return Shown(forms.edited_note(turn, referral, note, ask.form, warned), 422)
    writing.edit(turn, note.id, ask.number("version"), words)
    return Goto(paths.referral(referral), "note_changed")


def keep_edit(turn: Turn, ask: Ask) -> Outcome:
    """Keep words that are being changed."""
    room_drafts.keep_edit(turn, ask.number("note"), fields.only(ask, FIELDS))
    return Kept()


def strike_page(turn: Turn, ask: Ask) -> Outcome:
    """Why a note was entered in error."""
    note, referral = writing.own_note(turn, ask.number("note"), Act.READ_OWN_WORDS)
    return Shown(forms.strike(turn, referral, note))


def strike(turn: Turn, ask: Ask) -> Outcome:
    """It was entered in error."""
    note, referral = writing.own_note(turn, ask.number("note"), Act.READ_OWN_WORDS)
    writing.strike(turn, note.id, fields.one_of(StrikeReason, ask.form.get("reason", "")))
    return Goto(paths.referral(referral), "note_struck")


def share(turn: Turn, ask: Ask) -> Outcome:
    """Let the other side read a note's words, or no longer."""
    note, referral = writing.own_note(turn, ask.number("note"))
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
    words, warned = fields.guarded(turn, ask, kind=kind)
    if warned:
        return Shown(forms.particular(turn, referral, kind, ask.form, warned), 422)
    writing.put(turn, referral.code, kind, ask.number("version"), words)
    return Goto(paths.referral(referral), "particular_saved")


def keep_particular(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written."""
    kind = fields.one_of(Particular, ask.path["kind"])
    room_drafts.keep_particular(turn, ask.path["code"], kind, fields.only(ask, FIELDS))
    return Kept()


def _particular(turn: Turn, ask: Ask) -> tuple[Referral, Particular]:
    referral = referrals.find_exactly(turn, ask.path["code"], Act.WRITE_PARTICULARS)
    return referral, fields.one_of(Particular, ask.path["kind"])


def _form(ask: Ask) -> str:
    form = ask.form.get("form", "")
    if not written.FORM.fullmatch(form):
        raise Refused(views.Stale())
    return form
