"""A board's decision about Street Minds, recorded and refused.

Street Minds runs from 1 June 2022 to 31 May 2023 and may be extended by 12 months.
"""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlmodel import Session

from bot.actions import resolutions
from bot.actions.resolutions import Written
from bot.clock import at_local
from bot.demo.cast import MAJ, Player
from bot.errors import Refused
from messages import views
from models import Agreement, Instance, Intention, Resolution, ResolutionKind
from tests.conversations.playing import agreement
from tests.hands import turn

ENDS = date(2023, 5, 31)
IN_MAY = at_local(date(2023, 5, 20), 9)
IN_JUNE = at_local(date(2023, 6, 7), 9)
EXTEND = Written(ResolutionKind.EXTEND, Instance.BOARD, "2023-05-16", "EÅV 2023/118", "§ 7", until="2024-03-31")


def street_minds(session: Session) -> Agreement:
    """The agreement that decisions are about."""
    return agreement(session, "Street Minds")


def records(session: Session, written: Written, now: datetime = IN_MAY, player: Player = MAJ) -> Resolution:
    """`player` records a decision about Street Minds."""
    return resolutions.record(turn(session, player, now), street_minds(session).id, written)


def meant(row: Agreement) -> Intention | None:
    """What the board now intends with an agreement."""
    return row.intention


def refused(act: Callable[[], object]) -> views.View:
    """What is said where `act` is refused."""
    with pytest.raises(Refused) as no:
        act()
    return no.value.view


def no(why: str, day: date | None = None) -> views.DecisionRefused:
    """The refusal of a decision for this reason."""
    return views.DecisionRefused(why, day)
