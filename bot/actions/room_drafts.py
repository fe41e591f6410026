"""What somebody is writing in the room: kept as they write, sealed, until it is saved or forgotten."""

import json
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col

from bot import written
from bot.actions import referrals
from bot.errors import Refused
from bot.policy import Act
from bot.sealed import Unsealable
from bot.sealed.places import draft_place
from bot.turn import Turn
from bot.upsert import insert_new
from bot.written import Fields
from messages import views
from models import Note, Particular, Referral, RoomDraft

KEPT = timedelta(days=30)
LARGEST = 100_000
"""Characters of a draft, all of its fields together."""
DROP = (
    delete(RoomDraft)
    .where(col(RoomDraft.member_id) == bindparam("whose"), col(RoomDraft.place) == bindparam("where"))
    .execution_options(synchronize_session=False)
)


def keep(turn: Turn, referral: Referral, place: str, fields: Fields, *, saved: str | None = None) -> None:
    """Keep what a form at `place` holds now. It tells nobody anything, so it is kept while the room is locked too.

    `saved` are the words that stand: the same, which come late after a save, are no draft. The caller has asked the
    policy.

    Raises:
        Refused: it is too long, or the person's file is gone.
    """
    if saved and fields.get("words") == saved:
        drop(turn, place)
        return
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > LARGEST:
        raise Refused(views.TooLong(len(text), LARGEST))
    try:
        sealed = turn.vault.seal(turn.session, referral.person, text, draft_place(turn.who.id, place))
    except Unsealable:
        raise Refused(views.NotFound()) from None
    kept = {"sealed": sealed, "changed_at": turn.now}
    row = {"member_id": turn.who.id, "place": place, "client": referral.person, **kept}
    insert = insert_new(turn.session, RoomDraft, returning=("place",))
    if turn.session.execute(insert, row).first():
        return
    newer = update(RoomDraft).where(col(RoomDraft.member_id) == turn.who.id, col(RoomDraft.place) == place)
    turn.session.execute(newer.values(kept))


def keep_new(turn: Turn, code: str, fields: Fields) -> None:
    """Keep what a form of a new note holds, also that of somebody whose undertaking has just run out.

    Raises:
        Refused: not theirs to write of, it is too long, or the agreement keeps no words.
    """
    referral = referrals.find_exactly(turn, code, Act.WRITE_WORDS)
    written.require_words_kept(turn, referral)
    saved = written.of_form(turn, fields.get("form", ""))
    is_mine = saved is not None and (saved.member_id, saved.referral_id) == (turn.who.id, referral.id)
    _, standing = written.words_of(turn, referral, saved) if saved and is_mine else (0, None)
    keep(turn, referral, written.place_of_new(referral.id), fields, saved=standing)


def keep_edit(turn: Turn, note_id: int, fields: Fields) -> None:
    """The same of the words of one's own note that are being changed."""
    note = turn.session.get(Note, note_id)
    if note is None or note.member_id != turn.who.id:
        raise Refused(views.NotFound())
    referral = referrals.find(turn, note.referral_id, Act.WRITE_WORDS)
    _, standing = written.words_of(turn, referral, note)
    keep(turn, referral, written.place_of(note), fields, saved=standing)


def keep_particular(turn: Turn, code: str, kind: Particular, fields: Fields) -> None:
    """The same of a particular."""
    referral = referrals.find_exactly(turn, code, Act.WRITE_PARTICULARS)
    _, standing = written.particular_of(turn, referral, kind)
    keep(turn, referral, written.place_of_particular(referral, kind), fields, saved=standing)


def drop(turn: Turn, place: str) -> None:
    """It was saved, or is not wanted."""
    turn.session.execute(DROP, {"whose": turn.who.id, "where": place})


def forget(session: Session, now: datetime) -> int:
    """Forget what nobody has touched for 30 days."""
    session.execute(delete(RoomDraft).where(col(RoomDraft.changed_at) < now - KEPT))
    return 0
