"""*Är koden införd i akten?*: asked once a day until the answer is yes."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import audit, clock, outbox
from bot.actions import events, referrals
from bot.policy import Act
from bot.turn import Turn
from models import Happening, NoticeKind, Referral

CHUNK = 200
ASK_AT = time(15, 30)
"""Local time of the day's question: before a working day ends."""


def confirm(turn: Turn, referral_id: int) -> None:
    """The code stands in the case file: ask no more."""
    referral = referrals.find(turn, referral_id, Act.STEER_REFERRAL)
    if referral.recorded_at is None:
        referral.recorded_at = turn.now
        referral.ask_record_on = None
        events.write(turn, referral, Happening.RECORDED)
        audit.note(turn, Happening.RECORDED, "referral", referral.id)


def due(session: Session, now: datetime) -> int:
    """Owe the question for up to 200 referrals that are due: today's from half past three, older ones at once.

    Returns:
        How many were asked about; call again until it is 0.
    """
    today = clock.today(now)
    due_day = today if clock.local(now).time() >= ASK_AT else today - timedelta(days=1)
    rows = session.scalars(
        select(Referral)
        .where(col(Referral.ask_record_on) <= due_day)
        .order_by(col(Referral.ask_record_on), col(Referral.id))
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    for referral in rows:
        outbox.owe(session, referral.referrer_id, NoticeKind.RECORD_QUESTION, referral.id, today.isoformat(), now)
        referral.ask_record_on = today + timedelta(days=1)
    return len(rows)
