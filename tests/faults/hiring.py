"""Taking on somebody who is not of the cast."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.demo.cast import Player
from models import Language, Member, Organisation


def hire(session: Session, player: Player, now: datetime) -> None:
    """`player` is a member of the organisation of that name from `now` on, and reads Swedish."""
    organisation = session.exec(select(Organisation).where(col(Organisation.name) == player.organisation)).one()
    session.add(
        Member(
            telegram_id=player.telegram_id,
            name=player.name,
            role=player.role,
            organisation_id=organisation.id,
            unit=player.unit,
            language=Language.SV,
            joined_at=now,
        )
    )
