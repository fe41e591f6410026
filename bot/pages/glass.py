"""Break-glass: the form, what waits for an answer, and what was asked for before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from bot import audit, glass_requests
from bot.pages import paths
from bot.turn import Turn
from messages import render
from messages.room.pages import GlassEntry, GlassPage, Warned
from messages.views import View
from models import Glass, Member, Referral, Role

KEPT = timedelta(days=365)
"""How far back the list goes."""
MOST = 50


def page(
    turn: Turn, code: str = "", reason: str = "", no: View | None = None, warned: Warned | None = None
) -> GlassPage:
    """The page; `code` and `reason` are those of a form that comes back, `no` and `warned` what was wrong with it."""
    waiting = _find(turn, *glass_requests.waiting(turn.now), col(Glass.asked_by_id) != turn.who.id)
    mine = _find(turn, col(Glass.asked_by_id) == turn.who.id, col(Glass.asked_at) > turn.now - timedelta(days=2))
    shown = {row.id for row in (*waiting, *mine)}
    past = [row for row in _find(turn, col(Glass.asked_at) > turn.now - KEPT) if row.id not in shown]
    if waiting or mine:
        audit.note(turn, "read_reasons", "glass", None)
    return GlassPage(
        may_ask=turn.who.role is Role.MANAGER,
        code=code,
        reason=reason,
        flaw=render(no, turn.language) if no else "",
        shortest=glass_requests.SHORTEST,
        longest=glass_requests.LONGEST,
        waiting=tuple(_entry(turn, row, reads=True) for row in waiting),
        own=tuple(_entry(turn, row, reads=True) for row in mine),
        past=tuple(_entry(turn, row) for row in past),
        warned=warned,
    )


def state(row: Glass, now: datetime) -> str:
    """A word of `glass_state`."""
    if row.refused_at:
        return "refused"
    if row.until is None:
        return "waiting" if glass_requests.is_waiting(row, now) else "lapsed"
    return "open" if now < row.until else "over"


def _find(turn: Turn, *which: ColumnElement[bool]) -> Sequence[Glass]:
    newest = (
        select(Glass).where(glass_requests.of_board(turn.who.organisation_id), *which).order_by(col(Glass.id).desc())
    )
    return turn.session.scalars(newest.limit(MOST)).all()


def _entry(turn: Turn, row: Glass, *, reads: bool = False) -> GlassEntry:
    referral = turn.session.get_one(Referral, row.referral_id)
    now_is = state(row, turn.now)
    mine = row.asked_by_id == turn.who.id
    opened_by = turn.session.get_one(Member, row.opened_by_id).name if row.opened_by_id else ""
    return GlassEntry(
        id=row.id,
        code=referral.code,
        by=turn.session.get_one(Member, row.asked_by_id).name,
        at=row.asked_at,
        state=now_is,
        reason=glass_requests.reason(turn, row, referral) if reads else None,
        opened_by=opened_by,
        until=row.until,
        answer=f"glass/{row.id}" if now_is == "waiting" and not mine else "",
        read=paths.referral(referral) if now_is == "open" and mine else "",
    )
