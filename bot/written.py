"""What is written of a person, opened. Whoever asks has asked the policy before, and writes the audit."""

import json
import re
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot.errors import Refused
from bot.sealed import Unsealable
from bot.sealed.places import draft_place, note_place, particular_place
from bot.turn import Turn
from messages import views
from models import Agreement, Note, NoteVersion, Particular, ParticularVersion, Referral, Role, RoomDraft

Fields = dict[str, str]
EDITABLE = timedelta(hours=24)
"""How long the words of a note may be changed."""
FORM = re.compile(r"[0-9A-Za-z]{16,40}")
"""The name of a form in which a note is written."""
LONGEST = 20_000
"""Characters of one note or particular."""
OF_FORM = select(Note).where(col(Note.form) == bindparam("named"))


def keeps_words(turn: Turn, referral: Referral) -> bool:
    """Whether the one who acts may write words about the person: under some agreements a partner keeps none."""
    by_partner = turn.who.role is Role.KOORDINATOR
    return not (by_partner and turn.session.get_one(Agreement, referral.agreement_id).deidentified)


def require_words_kept(turn: Turn, referral: Referral) -> None:
    """Go on only if `keeps_words`.

    Raises:
        Refused: the agreement keeps no words of the partner's.
    """
    if not keeps_words(turn, referral):
        raise Refused(views.Deidentified())


def newest_version(turn: Turn, note_id: int) -> NoteVersion | None:
    """The version of a note's words that stands."""
    versions = select(NoteVersion).where(col(NoteVersion.note_id) == note_id)
    return turn.session.scalars(versions.order_by(col(NoteVersion.number).desc()).limit(1)).first()


def newest_particular(turn: Turn, referral_id: int, kind: Particular) -> ParticularVersion | None:
    """The version of a particular that stands."""
    versions = select(ParticularVersion).where(
        col(ParticularVersion.referral_id) == referral_id, col(ParticularVersion.kind) == kind
    )
    return turn.session.scalars(versions.order_by(col(ParticularVersion.number).desc()).limit(1)).first()


def words_of(turn: Turn, referral: Referral, note: Note) -> tuple[int, str]:
    """The number and the words of a note's version that stands; 0 and none where nothing was written."""
    newest = newest_version(turn, note.id)
    return (newest.number, read_note(turn, referral, newest)) if newest else (0, "")


def particular_of(turn: Turn, referral: Referral, kind: Particular) -> tuple[int, str]:
    """The same of a particular."""
    newest = newest_particular(turn, referral.id, kind)
    return (newest.number, read_particular(turn, referral, newest)) if newest else (0, "")


def read_note(turn: Turn, referral: Referral, version: NoteVersion) -> str:
    """The words of a version."""
    place = note_place(version.note_id, version.number)
    return turn.vault.open(turn.session, referral.person, version.sealed, place)


def read_particular(turn: Turn, referral: Referral, version: ParticularVersion) -> str:
    """The same of a particular."""
    place = particular_place(version.referral_id, version.kind, version.number)
    return turn.vault.open(turn.session, referral.person, version.sealed, place)


def of_form(turn: Turn, form: str) -> Note | None:
    """The note that was saved from the form of that name."""
    return turn.session.scalars(OF_FORM, {"named": form}).first() if form else None


def place_of_new(referral_id: int) -> str:
    """Where the draft of a new note on it is kept."""
    return f"note:{referral_id}"


def place_of(note: Note) -> str:
    """Where the draft of a changed note is kept."""
    return f"note:{note.referral_id}:{note.id}"


def place_of_particular(referral: Referral, kind: Particular) -> str:
    """Where the draft of a particular is kept."""
    return f"{kind.value}:{referral.id}"


def draft(turn: Turn, place: str) -> tuple[Fields, datetime] | None:
    """What the one who acts was writing at `place`, and when it was last kept."""
    row = turn.session.get(RoomDraft, (turn.who.id, place))
    if row is None:
        return None
    try:
        text = turn.vault.open(turn.session, row.client, row.sealed, draft_place(turn.who.id, place))
    except Unsealable:
        return None
    fields: Fields = json.loads(text)
    return fields, row.changed_at
