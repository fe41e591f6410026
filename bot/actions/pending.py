"""What an answer is waited for with: a passkey's challenge, or a login at the board. Good for one use.

It stands in the visitor's session as it is: without the cookie, and the device or the provider's code, it opens
nothing.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.turn import Turn
from models import RoomSession

PATIENCE = timedelta(minutes=10)
"""How long an answer is waited for."""


class Purpose(StrEnum):
    """What the answer is for; what was asked for one is no answer to another."""

    ADD_PASSKEY = "add_passkey"
    SHOW_PASSKEY = "show_passkey"
    LINK_LOGIN = "link_login"
    SHOW_LOGIN = "show_login"


def ask(turn: Turn, session_id: int, purpose: Purpose, values: Mapping[str, str]) -> None:
    """Wait for an answer, and no longer for any that was waited for before."""
    _hold(turn, session_id).pending = {**values, "purpose": purpose.value, "since": turn.now.isoformat()}


def is_for(row: RoomSession, name: str, value: str) -> bool:
    """Whether what the session waits for has `value` under `name`."""
    waited = (row.pending or {}).get(name, "")
    return bool(waited) and hmac.compare_digest(waited.encode(), value.encode())


def take(turn: Turn, session_id: int, *purposes: Purpose) -> tuple[Purpose, dict[str, str]] | None:
    """What was asked for one of `purposes`; it is waited for no longer. Nothing where it was not, or long ago."""
    row = _hold(turn, session_id)
    asked, row.pending = row.pending, None
    if asked is None or asked["purpose"] not in purposes:
        return None
    if turn.now >= datetime.fromisoformat(asked["since"]) + PATIENCE:
        return None
    return Purpose(asked["purpose"]), asked


def _hold(turn: Turn, session_id: int) -> RoomSession:
    """The session's row, locked after its member, so that two answers take turns."""
    turn.session.refresh(turn.who, with_for_update={"key_share": True})
    return turn.session.get_one(RoomSession, session_id, with_for_update=True, populate_existing=True)
