"""The chat is kept clean: what shows a referral's code is owed its deletion, and what is open is said once instead."""

from datetime import datetime

from sqlmodel import Session

from bot import outbox, shown_cards
from bot.outbox import Owed
from models import NoticeKind

CHUNK = 200


def due(session: Session, now: datetime) -> int:
    """Owe up to 200 members that what has stood long enough in their chat goes.

    Returns:
        How many were owed it; call again until it is 0.
    """
    members = shown_cards.members_due(session, now, CHUNK)
    outbox.owe_all(session, [Owed(each, NoticeKind.TO_DO, each, now.isoformat(), now) for each in members])
    return len(members)
