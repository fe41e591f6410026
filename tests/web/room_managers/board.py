"""What the managers' tests put on the stage besides the cast."""

import random
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.actions import log_reviews
from bot.demo.cast import BOARD, MAJ, Player
from models import Member, Role
from tests.hands import member

VERA = Player(4101, "Vera Verkschef", Role.MANAGER, BOARD)


def a_second_manager(session: Session, now: datetime) -> Player:
    """Vera is a manager of the whole board, as Maj is."""
    join(session, VERA, now)
    return VERA


def join(session: Session, player: Player, now: datetime, unit: str = "") -> Member:
    """`player` belongs to Maj's board from now on."""
    board = member(session, MAJ).organisation_id
    row = Member(
        telegram_id=player.telegram_id,
        name=player.name,
        role=player.role,
        organisation_id=board,
        unit=unit or player.unit,
        joined_at=now,
    )
    session.add(row)
    session.flush()
    return row


def reads(session: Session, player: Player, referral_id: int, moments: Sequence[datetime]) -> None:
    """`player` read the words of a referral at these moments."""
    reader = member(session, player).id
    for moment in moments:
        audit.write(session, reader, "read_words", "referral", referral_id, moment, screen="/r/{code}")


def drawn(session: Session, now: datetime, seed: int = 7) -> None:
    """Last month's reads are drawn, as they are on a first working day."""
    dice = random.Random(seed)
    while log_reviews.due(session, now, dice):
        session.flush()
