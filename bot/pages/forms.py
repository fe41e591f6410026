"""The forms of the room: a note and a particular, with what was being written when it was left."""

from collections.abc import Mapping
from datetime import date

from bot import clock, guard, noted, sharing, written
from bot.pages import paths
from bot.turn import Turn
from messages.room import word
from messages.room.pages import NoteFormPage, ParticularFormPage, StrikePage, Warned
from models import Consent, LadderStep, Note, NoteKind, Particular, Referral, Role, Scope, StrikeReason

Fields = Mapping[str, str]
REACHES = frozenset({guard.Kind.PHONE, guard.Kind.EMAIL, guard.Kind.ADDRESS})
"""What belongs where it says how to reach somebody."""


def new_note(
    turn: Turn, referral: Referral, fields: Fields | None = None, warned: Warned | None = None
) -> NoteFormPage:
    """An empty form, or what was being written; `fields` are those of a form that comes back, with a warning."""
    kept = None if fields is not None else written.draft(turn, written.place_of_new(referral.id))
    given, kept_at = (fields, None) if fields is not None else kept or ({}, None)
    consent = turn.session.get_one(Consent, referral.id)
    last = noted.last_day(referral, turn.today)
    wordless = not written.keeps_words(turn, referral)
    return NoteFormPage(
        code=referral.code,
        back=paths.referral(referral),
        action=paths.write(referral),
        draft=paths.write(referral) + "/draft",
        form=_form(turn, given.get("form", "")),
        version=0,
        words=given.get("words", ""),
        day=_day(given.get("day", ""), last),
        first_day=clock.today(referral.sent_at),
        last_day=last,
        kind=given.get("kind", NoteKind.WRITTEN.value),
        kinds=_kinds(turn, consent, wordless=wordless),
        step=given.get("step", ""),
        steps=tuple(step.value for step in LadderStep),
        shared=given.get("shared") == "yes",
        may_share=consent.covers(Scope.PROGRESS, turn.today),
        editing=False,
        longest=written.LONGEST,
        kept_at=kept_at,
        warned=warned,
        wordless=wordless,
    )


def edited_note(
    turn: Turn, referral: Referral, note: Note, fields: Fields | None = None, warned: Warned | None = None
) -> NoteFormPage:
    """A note's words, to be changed; what somebody else saved meanwhile is shown beside them."""
    number, standing = written.words_of(turn, referral, note)
    kept = None if fields is not None else written.draft(turn, written.place_of(note))
    given, kept_at = (fields, None) if fields is not None else kept or ({}, None)
    words = given.get("words", standing)
    passed = bool(given) and given.get("version") != str(number) and words != standing
    return NoteFormPage(
        code=referral.code,
        back=paths.referral(referral),
        action=paths.note(note, "edit"),
        draft=paths.note(note, "edit") + "/draft",
        form="",
        version=number,
        words=words,
        day=note.day,
        first_day=note.day,
        last_day=note.day,
        kind=note.kind.value,
        kinds=(),
        step=note.step.value if note.step else "",
        steps=(),
        shared=note.shared,
        may_share=False,
        editing=True,
        longest=written.LONGEST,
        kept_at=kept_at,
        warned=warned,
        conflict=standing if passed else "",
    )


def particular(
    turn: Turn, referral: Referral, kind: Particular, fields: Fields | None = None, warned: Warned | None = None
) -> ParticularFormPage:
    """One of the referral's particulars, to be written or changed."""
    number, standing = written.particular_of(turn, referral, kind)
    kept = None if fields is not None else written.draft(turn, written.place_of_particular(referral, kind))
    given, kept_at = (fields, None) if fields is not None else kept or ({}, None)
    words = given.get("words", standing)
    passed = bool(given) and given.get("version") != str(number) and words != standing
    return ParticularFormPage(
        code=referral.code,
        back=paths.referral(referral),
        action=paths.particular(referral, kind),
        draft=paths.particular(referral, kind) + "/draft",
        kind=kind.value,
        version=number,
        words=words,
        longest=written.LONGEST,
        kept_at=kept_at,
        warned=warned,
        conflict=standing if passed else "",
    )


def strike(turn: Turn, referral: Referral, note: Note) -> StrikePage:
    """Why a note was entered in error."""
    _, words = written.words_of(turn, referral, note)
    reasons = tuple(reason.value for reason in StrikeReason)
    return StrikePage(referral.code, paths.referral(referral), paths.note(note, "strike"), words, reasons)


def warning(turn: Turn, words: str, kind: Particular | None = None) -> Warned | None:
    """What the guard points at in `words`; how to reach somebody may stand where that belongs."""
    allowed = REACHES if kind is Particular.CONTACT else frozenset()
    hits = [hit for hit in guard.find(words) if hit.kind not in allowed]
    if not hits:
        return None
    pieces: list[tuple[str, str]] = []
    at = 0
    for hit in hits:
        pieces += [(words[at : hit.start], ""), (words[hit.start : hit.end], hit.kind.value)]
        at = hit.end
    masks = {found: word(f"mask.{found.value}", turn.language) for found in guard.Kind}
    return Warned((*pieces, (words[at:], "")), guard.mask(words, hits, masks))


def _form(turn: Turn, given: str) -> str:
    """The name of the form that comes back, or a new one where that is none of ours."""
    return given if written.FORM.fullmatch(given) else f"{turn.dice.getrandbits(96):024x}"


def _kinds(turn: Turn, consent: Consent, *, wordless: bool) -> tuple[str, ...]:
    by_partner = turn.who.role is Role.KOORDINATOR
    return tuple(
        kind.value
        for kind in NoteKind
        if (kind is NoteKind.WRITTEN and not wordless)
        or (kind is not NoteKind.WRITTEN and (not by_partner or sharing.may_note(consent, kind, turn.today)))
    )


def _day(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return otherwise
