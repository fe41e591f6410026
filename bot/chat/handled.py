"""Updates that were handled: each takes effect once, since its id is written in the transaction of its effect."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.upsert import insert_new
from models import HandledUpdate


def claim(session: Session, update_id: int, now: datetime) -> bool:
    """Whether this is the first time that the update comes."""
    insert = insert_new(session, HandledUpdate, returning=("update_id",))
    written = session.execute(insert, {"update_id": update_id, "handled_at": now})
    return written.scalar_one_or_none() is not None


def claim_first(session: Session, update_ids: Sequence[int], now: datetime) -> int | None:
    """Claim updates that are one and the same thing; the place of the first that comes for the first time."""
    first = next((place for place, update_id in enumerate(update_ids) if claim(session, update_id, now)), None)
    if first is not None:
        claim_many(session, update_ids[first + 1 :], now)
    return first


def claim_many(session: Session, update_ids: Iterable[int], now: datetime) -> None:
    """Claim updates whose answer is the same however often they come, in order, or two batches would deadlock."""
    rows = [{"update_id": update_id, "handled_at": now} for update_id in sorted(update_ids)]
    if rows:
        session.execute(insert_new(session, HandledUpdate), rows)
