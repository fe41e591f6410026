"""A referral's history is written here."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import col

from bot.turn import Turn
from models import Event, Happening, Member, Referral
from models.base import table_of

INSERT = insert(table_of(Event)).returning(col(Event.id))


def write(turn: Turn, referral: Referral, happening: Happening, **detail: Any) -> int:  # noqa: ANN401 - JSON values
    """Write one line of the history.

    Returns:
        The event's id.
    """
    referrer = turn.session.get_one(Member, referral.referrer_id)
    event = {
        "referral_id": referral.id,
        "at": turn.now,
        "member_id": turn.who.id,
        "organisation_id": referrer.organisation_id,
        "unit": referrer.unit,
        "happening": happening,
        "detail": detail,
    }
    written: int = turn.session.execute(INSERT, event).scalar_one()
    return written
