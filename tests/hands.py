"""Small helpers that tests share."""

import random
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.demo.cast import Player
from bot.turn import House, Turn
from models import Member

HOUSE = House("handslag_demo_bot", "08-465 004 10", "08-465 004 20")


class HandClock:
    """A clock that stands still until it is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def forward(self, **by: float) -> datetime:
        """Move it by a timedelta's arguments; the new moment."""
        self.moment += timedelta(**by)
        return self.moment


def member(session: Session, player: Player) -> Member:
    """The player's membership."""
    return session.exec(select(Member).where(col(Member.telegram_id) == player.telegram_id)).one()


def turn(session: Session, player: Player, now: datetime, seed: int = 7) -> Turn:
    """The player's turn."""
    return Turn(session, member(session, player), now, HOUSE, random.Random(seed))
