"""A referral's history is written here."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import col

from bot.turn import Turn
from models import Event, Happening, Referral


def write(turn: Turn, referral: Referral, happening: Happening, **detail: Any) -> int:  # noqa: ANN401 - JSON values
    """Write one line of the history.

    Returns:
        The event's id.
    """
    written: int = turn.session.execute(
        insert(Event)
        .values(referral_id=referral.id, at=turn.now, member_id=turn.who.id, happening=happening, detail=detail)
        .returning(col(Event.id))
    ).scalar_one()
    return written
