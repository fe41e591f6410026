"""What is noted about somebody's way, asked by actions and cards."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot import clock
from models import CONTACTS, Note, Referral


def last_day(referral: Referral, today: date) -> date:
    """The last day of which something can be noted: today, or the day on which it ended."""
    return today if referral.is_open else clock.today(referral.changed_at)


def last_contact(session: Session, referral_id: int) -> date | None:
    """The newest day of which a contact with the person is noted."""
    return session.scalars(
        select(func.max(col(Note.day))).where(
            col(Note.referral_id) == referral_id, col(Note.kind).in_(CONTACTS), col(Note.struck_at).is_(None)
        )
    ).one()


def since(session: Session, note: Note) -> bool:
    """Whether anything newer than `note` is noted about the same person's way."""
    newer = select(col(Note.id)).where(
        col(Note.referral_id) == note.referral_id, col(Note.id) > note.id, col(Note.struck_at).is_(None)
    )
    return session.scalars(newer.limit(1)).first() is not None
