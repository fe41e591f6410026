"""Members who are inside the room already: their sessions are rows, and their cookies what goes with a request."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.web.room import cookies
from models import FactorKind, Member, RoomSession

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Visitor:
    """Somebody inside."""

    token: str

    @property
    def root(self) -> str:
        """Where the room is for them."""
        return f"/room/{cookies.slot_of(self.token)}"

    @property
    def headers(self) -> dict[str, str]:
        """What their browser sends along."""
        return {**SAME_ORIGIN, "Cookie": f"{cookies.PREFIX}{cookies.slot_of(self.token)}={self.token}"}

    @property
    def form(self) -> dict[str, str]:
        """What every form of theirs holds."""
        return {"csrf": cookies.csrf_token(self.token), "form": secrets.token_hex(12)}


def let_in(session: Session, member: Member, now: datetime) -> Visitor:
    """Open the room for a member, as if they had just shown who they are."""
    visitor = Visitor(secrets.token_hex(32))
    session.add(
        RoomSession(
            digest=cookies.digest(visitor.token),
            launch=secrets.token_bytes(32),
            member_id=member.id,
            launched_at=now,
            opened_at=now,
            seen_at=now,
            unlocked_by=FactorKind.PIN,
        )
    )
    session.flush()
    return visitor
