"""What each side may note and read of a person: what the consent covers."""

from datetime import date

from models import Consent, NoteKind, Scope

SCOPES = {
    NoteKind.CONTACT: Scope.ATTENDANCE,
    NoteKind.TRIED: Scope.ATTENDANCE,
    NoteKind.CAME: Scope.ATTENDANCE,
    NoteKind.NO_SHOW: Scope.ATTENDANCE,
    NoteKind.TOOK_PART: Scope.ATTENDANCE,
    NoteKind.STEP: Scope.PROGRESS,
}


def may_note(consent: Consent, kind: NoteKind, today: date) -> bool:
    """Whether one side may tell the other `kind` on `today`."""
    return consent.covers(SCOPES[kind], today)
