"""Second factors: a PIN, a code from an app, a passkey, or a login at the board. PINs and codes are counted before they
are checked.

Hashing is slow on purpose and is done between two transactions: `begin_try` counts and hands out what to compare with,
`succeed` counts back. What is secret is sealed with a key outside the database: that is the pepper.

Locks are taken in one order: the member, their tries, their factors, their sessions.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from bot import audit
from bot.actions import door
from bot.errors import Refused
from bot.locks import tries
from bot.locks.tries import Tries
from bot.sealed.places import factor_context
from bot.turn import Turn
from messages import views
from models import Factor, FactorKind, Member, WrongTries

CONFIRMED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Tried:
    """A try that was counted: what to compare with, and when it was counted (aware, UTC)."""

    kind: FactorKind
    secret: bytes
    at: datetime


def has_any(turn: Turn) -> bool:
    """Whether somebody has a factor that works."""
    return bool(kinds(turn))


def kinds(turn: Turn) -> frozenset[FactorKind]:
    """The kinds of factors that somebody can show."""
    return frozenset(factor.kind for factor in ways_in(turn))


def ways_in(turn: Turn) -> Sequence[Factor]:
    """The factors that somebody can show, the oldest first."""
    theirs = select(Factor).where(col(Factor.member_id) == turn.who.id, col(Factor.confirmed))
    return turn.session.scalars(theirs.order_by(col(Factor.made_at), col(Factor.id))).all()


def find(turn: Turn, kind: FactorKind) -> Factor | None:
    """Their PIN, app or login at the board; an app also before it was used once."""
    return turn.session.scalars(
        select(Factor).where(col(Factor.member_id) == turn.who.id, col(Factor.kind) == kind)
    ).first()


def choose(turn: Turn, kind: FactorKind, secret: bytes) -> Factor:
    """Keep a new PIN's hash, or an app's seed, in place of the old one. An app counts once it was used.

    A PIN that stands is replaced only by somebody who is inside: see the routes.

    Raises:
        Refused: there is an app that works; it must be removed first, lest a new one that is never used takes its
            place.
    """
    factor = find(turn, kind) or Factor(member_id=turn.who.id, kind=kind, secret=b"", made_at=turn.now)
    if kind is FactorKind.TOTP and factor.id and factor.confirmed:
        raise Refused(views.Stale())
    factor.secret = turn.vault.ring.seal(secret, factor_context(turn.who.id, kind))
    factor.sealed_by, factor.made_at, factor.counter = turn.vault.ring.current, turn.now, 0
    factor.confirmed = kind is not FactorKind.TOTP
    turn.session.add(factor)
    turn.session.flush()
    audit.note(turn, f"choose_{kind}", "member", turn.who.id)
    return factor


def change_pin(turn: Turn, tried: Tried, secret: bytes, session_id: int) -> None:
    """The old PIN (`tried`) was right: keep the new one's hash, and lock the room wherever else it is open.

    Raises:
        Refused: the old one is no longer theirs.
    """
    succeed(turn, tried)
    choose(turn, FactorKind.PIN, secret)
    door.lock_rooms(turn, turn.who, but=session_id)


def seed_to_confirm(turn: Turn) -> str:
    """The seed that waits for its first code; after `CONFIRMED_WITHIN` it waits no longer, and is not shown again.

    Raises:
        Refused: there is none.
    """
    return secret_of(turn, _unconfirmed(turn)).decode()


def confirm_app(turn: Turn, step: int) -> None:
    """A first code from the new app was right; its time step is used up.

    Raises:
        Refused: no app waits for a code.
    """
    factor = _unconfirmed(turn)
    factor.counter, factor.confirmed = step, True
    audit.note(turn, "confirm_totp", "member", turn.who.id)


def _unconfirmed(turn: Turn) -> Factor:
    factor = find(turn, FactorKind.TOTP)
    if factor is None or factor.confirmed or turn.now >= factor.made_at + CONFIRMED_WITHIN:
        raise Refused(views.Stale())
    return factor


def secret_of(turn: Turn, factor: Factor) -> bytes:
    """What was kept by `choose`."""
    assert factor.sealed_by, "a secret is sealed"
    return turn.vault.ring.open(factor.secret, factor.sealed_by, factor_context(factor.member_id, factor.kind))


def begin_try(turn: Turn, kind: FactorKind) -> Tried:
    """Count a try, and hand out what to compare it with. Commit before comparing.

    Raises:
        Refused: locked for a while, or there is nothing to compare with.
    """
    row = _tries(turn, turn.who)
    factor = find(turn, kind)
    if factor is None or not factor.confirmed:
        raise Refused(views.Stale())
    known = Tries(row.wrong, row.wrong_today, row.day, row.locked_until)
    until = tries.may_try(known, turn.now)
    if until:
        raise Refused(views.RoomLockedUntil(until))
    _write(row, tries.counted(known, turn.now))
    audit.note(turn, f"try_{kind}", "member", turn.who.id)
    return Tried(kind, secret_of(turn, factor), turn.now)


def succeed(turn: Turn, tried: Tried, step: int | None = None) -> None:
    """The try was right; a code's time `step` is used up.

    Raises:
        Refused: what it was compared with is theirs no longer (changed, removed or reset meanwhile), or the step was
            used already, by another request. The try then stays counted.
    """
    row = _tries(turn, turn.who)
    factor = find(turn, tried.kind)
    if factor is None or not factor.confirmed or secret_of(turn, factor) != tried.secret:
        raise Refused(views.Stale())
    if step is not None:
        if step <= factor.counter:
            raise Refused(views.WrongCode())
        factor.counter = step
    _write(row, tries.succeeded(Tries(row.wrong, row.wrong_today, row.day, row.locked_until), tried.at))


def remove(turn: Turn, factor_id: int) -> FactorKind:
    """Take one way in away. The PIN stays: where Telegram frames the room, nothing else may work.

    Returns:
        Of which kind it was.

    Raises:
        Refused: it is not theirs, it is the PIN, or it is the last one that works.
    """
    factor = turn.session.get(Factor, factor_id)
    if factor is None or factor.member_id != turn.who.id or factor.kind is FactorKind.PIN:
        raise Refused(views.NotFound())
    if not any(other.id != factor.id for other in ways_in(turn)):
        raise Refused(views.Stale())
    turn.session.delete(factor)
    turn.session.flush()
    audit.note(turn, f"remove_{factor.kind}", "member", turn.who.id)
    return factor.kind


def forget_all(turn: Turn, member: Member) -> None:
    """Take all of a member's factors away, and lock the room wherever they have it open.

    They choose a new PIN when they open the room. The caller has asked the policy.
    """
    turn.session.refresh(member, with_for_update={"key_share": True})
    _tries(turn, member)
    turn.session.execute(delete(Factor).where(col(Factor.member_id) == member.id))
    turn.session.execute(delete(WrongTries).where(col(WrongTries.member_id) == member.id))
    door.lock_rooms(turn, member)
    audit.note(turn, "forget_factors", "member", member.id)


def _tries(turn: Turn, member: Member) -> WrongTries:
    """How often it went wrong; locked, so that tries are counted one after the other."""
    row = turn.session.get(WrongTries, member.id, with_for_update=True, populate_existing=True)
    if row is None:
        turn.session.get_one(Member, member.id, with_for_update={"key_share": True}, populate_existing=True)
        row = WrongTries(member_id=member.id, **asdict(tries.fresh(turn.now)))
        turn.session.add(row)
        turn.session.flush()
    return row


def _write(row: WrongTries, now_counted: Tries) -> None:
    row.wrong, row.wrong_today = now_counted.wrong, now_counted.wrong_today
    row.day, row.locked_until = now_counted.day, now_counted.locked_until
