"""What each side may note and read of a person: what the consent covers, from the moment it was given to its end."""

from datetime import date

from models import Consent, Note, NoteKind, Particular, Scope

SCOPES = {
    NoteKind.CONTACT: Scope.ATTENDANCE,
    NoteKind.TRIED: Scope.ATTENDANCE,
    NoteKind.CAME: Scope.ATTENDANCE,
    NoteKind.NO_SHOW: Scope.ATTENDANCE,
    NoteKind.TOOK_PART: Scope.ATTENDANCE,
    NoteKind.STEP: Scope.PROGRESS,
    NoteKind.WRITTEN: Scope.PROGRESS,
}
PARTICULARS = {
    Particular.REASON: Scope.DETAILS,
    Particular.CONTACT: Scope.DETAILS,
    Particular.WISHES: Scope.WISHES,
}


def may_note(consent: Consent, kind: NoteKind, today: date) -> bool:
    """Whether one side may tell the other `kind` on `today`."""
    return consent.covers(SCOPES[kind], today)


def words_cross(consent: Consent, note: Note, today: date) -> bool:
    """Whether the other side may read a note's words: its author shares them, and the consent covers them."""
    return note.shared and note.at >= consent.given_at and consent.covers(Scope.PROGRESS, today)


def may_read(consent: Consent, particular: Particular, today: date) -> bool:
    """Whether the partner may read `particular` on `today`."""
    return consent.covers(PARTICULARS[particular], today)
