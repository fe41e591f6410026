"""Invitations that nobody has used, written in bulk, and eight strangers who open each link."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.actions.invitations import GOOD_FOR, PREFIX, _hash
from bot.chat.incoming import Incoming, Kind
from bot.demo.cast import MAJ
from models import Invitation, Member, Role
from tests.faults.rows.races_setup import AT_ONCE, Race, write

FIRST_STRANGER = 10_000_000
FIRST_UPDATE = 5_000_000
"""Those of taps stay below."""


def claims(session: Session, times: int, now: datetime) -> list[Race]:
    """`times` invitations of one manager's, and the eight who open each link."""
    maj = session.exec(select(Member).where(col(Member.telegram_id) == MAJ.telegram_id)).one()
    bound = {"role": Role.CASEWORKER, "organisation_id": maj.organisation_id, "unit": "", "invited_by_id": maj.id}
    numbers = range(1, times + 1)
    until = now + GOOD_FOR
    write(session, Invitation, ({**bound, "id": n, "token_hash": _hash(str(n)), "expires_at": until} for n in numbers))
    return [Race(n, tuple(_opens(n, place) for place in range(AT_ONCE))) for n in numbers]


def _opens(invitation: int, place: int) -> Incoming:
    number = invitation * AT_ONCE + place
    user = FIRST_STRANGER + number
    who: dict[str, Any] = {"chat_id": user, "telegram_id": user, "name": f"Främmande {place}"}
    return Incoming(
        FIRST_UPDATE + number, Kind.COMMAND, **who, message_id=1, command="start", words=(f"{PREFIX}{invitation}",)
    )
