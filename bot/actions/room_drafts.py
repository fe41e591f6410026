"""What somebody is writing in the room: kept as they write, sealed, until it is saved or forgotten."""

import json
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col

from bot.actions import referrals
from bot.errors import Refused
from bot.policy import Act
from bot.sealed import Unsealable
from bot.sealed.places import draft_place
from bot.turn import Turn
from bot.upsert import insert_new
from bot.written import Fields
from messages import views
from models import RoomDraft

KEPT = timedelta(days=30)
LARGEST = 100_000
"""Characters of a draft, all of its fields together."""


def keep(turn: Turn, referral_id: int, place: str, fields: Fields) -> None:
    """Keep what a form at `place` holds now. It tells nobody anything, so it is kept while the room is locked too.

    Raises:
        Refused: the referral is not theirs to write of, or it is too long.
    """
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > LARGEST:
        raise Refused(views.TooLong(len(text), LARGEST))
    referral = referrals.find(turn, referral_id, Act.WRITE_WORDS)
    try:
        sealed = turn.vault.seal(turn.session, referral.person, text, draft_place(turn.who.id, place))
    except Unsealable:
        raise Refused(views.NotFound()) from None
    kept = {"sealed": sealed, "changed_at": turn.now}
    row = {"member_id": turn.who.id, "place": place, "client": referral.person, **kept}
    if turn.session.execute(insert_new(turn.session, RoomDraft).returning(col(RoomDraft.place)), row).first():
        return
    newer = update(RoomDraft).where(col(RoomDraft.member_id) == turn.who.id, col(RoomDraft.place) == place)
    turn.session.execute(newer.values(kept))


def drop(turn: Turn, place: str) -> None:
    """It was saved, or is not wanted."""
    gone = delete(RoomDraft).where(col(RoomDraft.member_id) == turn.who.id, col(RoomDraft.place) == place)
    turn.session.execute(gone)


def forget(session: Session, now: datetime) -> int:
    """Forget what nobody has touched for 30 days."""
    session.execute(delete(RoomDraft).where(col(RoomDraft.changed_at) < now - KEPT))
    return 0
