"""The door of the room: launch data opens a session, a second factor unlocks it, quiet locks it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, bindparam, delete, select, update
from sqlmodel import Session, col

from bot import audit
from bot.errors import Refused
from bot.locks.launch import Launch
from bot.turn import Turn
from messages import views
from models import FactorKind, Member, RoomSession

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
"""After so long since the launch even somebody who never stops is asked to come in anew."""
SLIDES = timedelta(seconds=20)
"""How stale `seen_at` may be before it is written anew."""
KEPT = timedelta(days=2)
"""How long the row of a session stays: launch data is long too old by then to open another."""
OF_COOKIE = select(RoomSession).where(col(RoomSession.digest) == bindparam("cookie"))


@dataclass(frozen=True)
class Visit:
    """Somebody at the door (locked) or inside."""

    session: RoomSession
    member: Member

    def unlocked(self, now: datetime) -> bool:
        """Whether a second factor was shown, and something has happened within the last 15 minutes."""
        return self.session.unlocked_by is not None and now < self.session.seen_at + IDLE


def open_session(session: Session, launch: Launch, digest: bytes, now: datetime) -> RoomSession:
    """Let the member that `launch` names to the door. `digest` is the SHA-256 of the cookie they will carry.

    Raises:
        Refused: launch data of more than 12 hours ago, or that was used already; no member, or one to whom the room
            is closed.
    """
    member = _member(session, launch.telegram_id)
    if member is None or member.locked_out_at or now >= launch.at + LONGEST:
        raise Refused(views.RoomClosed())
    used = select(col(RoomSession.id)).where(col(RoomSession.launch) == launch.digest)
    if session.scalars(used).first():
        raise Refused(views.LaunchUsed())
    visit = RoomSession(
        digest=digest, launch=launch.digest, member_id=member.id, launched_at=launch.at, opened_at=now, seen_at=now
    )
    session.add(visit)
    session.flush()
    audit.write(session, member.id, "launch", "room_session", visit.id, now, screen="/room")
    return visit


def visit(session: Session, digest: bytes, now: datetime, *, lock: bool = False) -> Visit | None:
    """Who comes with the cookie of that digest; nobody where the session is over or the room closed to them.

    With `lock` one person's writes take turns, in any number of processes, in the chat and in the room.
    """
    row = session.scalars(OF_COOKIE, {"cookie": digest}).first()
    if row is None or row.ended_at or now >= row.launched_at + LONGEST:
        return None
    member = session.get_one(Member, row.member_id, with_for_update={"key_share": True} if lock else None)
    return None if member.ended_at or member.locked_out_at else Visit(row, member)


def slide(visit: Visit, now: datetime) -> None:
    """Something happened: the quarter of an hour begins anew."""
    if visit.unlocked(now) and now > visit.session.seen_at + SLIDES:
        visit.session.seen_at = now


def unlock(turn: Turn, session_id: int, factor: FactorKind) -> None:
    """A second factor was shown.

    Raises:
        Refused: the session is over.
    """
    row = turn.session.get(RoomSession, session_id)
    if row is None or row.ended_at or row.member_id != turn.who.id:
        raise Refused(views.RoomClosed())
    row.unlocked_by, row.seen_at, row.pending = factor, turn.now, None
    audit.note(turn, f"unlock_{factor}", "room_session", row.id)


def lock(turn: Turn) -> None:
    """Lock the room at once, wherever one has it open: what is shown on a page stays until the next request."""
    lock_rooms(turn, turn.who)
    audit.note(turn, "lock", "member", turn.who.id)


def lock_out(turn: Turn, member: Member, *, out: bool) -> None:
    """Close the room to `member`, or open it again; the caller has asked the policy. The next request feels it."""
    member.locked_out_at = (member.locked_out_at or turn.now) if out else None
    if out:
        turn.session.execute(_open_ones(member).values(ended_at=turn.now))
    audit.note(turn, "lock_out" if out else "let_in", "member", member.id)


def lock_rooms(turn: Turn, member: Member, but: int | None = None) -> None:
    """Lock each open session of `member`, but the one with that id, and wait for no answer in it."""
    others = _open_ones(member) if but is None else _open_ones(member).where(col(RoomSession.id) != but)
    turn.session.execute(others.values(unlocked_by=None, pending=None))


def forget(session: Session, now: datetime) -> int:
    """Forget sessions that have long been over."""
    session.execute(delete(RoomSession).where(col(RoomSession.launched_at) < now - KEPT))
    return 0


def _open_ones(member: Member) -> Update:
    return update(RoomSession).where(col(RoomSession.member_id) == member.id, col(RoomSession.ended_at).is_(None))


def _member(session: Session, telegram_id: int) -> Member | None:
    current = select(Member).where(col(Member.telegram_id) == telegram_id, col(Member.ended_at).is_(None))
    return session.scalars(current).first()
