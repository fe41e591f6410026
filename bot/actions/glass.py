"""Break-glass: a manager asks to read a referral's words, another opens it for an hour, those concerned are told."""

from sqlalchemy import select
from sqlmodel import col

from bot import audit, lookups, outbox, policy
from bot.actions import codes
from bot.errors import Refused
from bot.glass_requests import LONGEST, OPEN_FOR, SHORTEST, answerers, is_waiting
from bot.outbox import Owed
from bot.policy import Act, Relation
from bot.sealed.places import glass_place
from bot.turn import Turn
from messages import views
from messages.views import View
from models import Glass, Member, NoticeKind, Referral, Role


def ask(turn: Turn, code: str, reason: str) -> Glass:
    """Ask to read what is written on the referral with that code, however it is typed; twice in a row is once.

    Raises:
        Refused: no referral of their board, a reason too short or too long, or nobody else is there to open it.
    """
    policy.require(turn.who, Act.BREAK_GLASS)
    if turn.who.role is not Role.MANAGER:
        raise Refused(views.NotAllowed())
    lookups.lock_members(turn.session, {turn.who.id})  # so that two taps take turns
    referral = _referral(turn, code)
    known = _going(turn, referral) if referral else None
    if known:
        return known
    no = flaw(turn, code, reason)
    if no or referral is None:
        raise Refused(no or views.NotFound())
    words, others = reason.strip(), answerers(turn.session, turn.who)
    sealed = turn.vault.seal(turn.session, referral.person, words, glass_place(referral.id, turn.who.id))
    glass = Glass(referral_id=referral.id, asked_by_id=turn.who.id, asked_at=turn.now, sealed_reason=sealed)
    turn.session.add(glass)
    turn.session.flush()
    audit.note(turn, "ask_glass", "referral", referral.id)
    _owe(turn, {other.id for other in others}, NoticeKind.GLASS_ASKED, glass, "asked")
    return glass


def flaw(turn: Turn, code: str, reason: str) -> View | None:
    """What keeps a request from being made: the code, the reason, or that nobody is there to open it."""
    length = len(reason.strip())
    if _referral(turn, code) is None:
        audit.note(turn, "refused", "glass", None, allowed=False)
        return views.NotFound()
    if length < SHORTEST:
        return views.ReasonTooShort(SHORTEST)
    if length > LONGEST:
        return views.TooLong(length, LONGEST)
    return None if answerers(turn.session, turn.who) else views.NobodyToOpen()


def answer(turn: Turn, glass_id: int, *, opens: bool) -> Glass:
    """Open the referral for an hour to the one who asked, or refuse; the same answer again does no more.

    Raises:
        Refused: not of their board, their own, answered by somebody else, or too late.
    """
    glass = turn.session.get(Glass, glass_id, with_for_update=True, populate_existing=True)
    if glass is None:
        raise Refused(views.NotFound())
    referral = turn.session.get_one(Referral, glass.referral_id)
    policy.require(turn.who, Act.BREAK_GLASS, _relation(turn, referral))
    if glass.asked_by_id == turn.who.id:
        raise Refused(views.NotAllowed())
    if opens and glass.opened_by_id == turn.who.id:
        return glass
    if not is_waiting(glass, turn.now) or not _may_still(turn, glass, referral):
        raise Refused(views.GlassOver())
    if opens:
        glass.opened_by_id, glass.opened_at, glass.until = turn.who.id, turn.now, turn.now + OPEN_FOR
        _owe(turn, _concerned(turn, referral, glass), NoticeKind.GLASS_OPENED, glass, "opened")
    else:
        glass.refused_at = turn.now
        _owe(turn, {glass.asked_by_id}, NoticeKind.GLASS_ASKED, glass, "refused")
    audit.note(turn, "open_glass" if opens else "refuse_glass", "referral", referral.id)
    return glass


def _referral(turn: Turn, code: str) -> Referral | None:
    """A referral of theirs that can be opened."""
    found = turn.session.scalars(select(Referral).where(col(Referral.code) == codes.read(code))).first()
    if found is None or found.erased_at:
        return None
    return found if policy.allows(turn.who.role, Act.BREAK_GLASS, _relation(turn, found)) else None


def _relation(turn: Turn, referral: Referral) -> Relation:
    referrer = turn.session.get_one(Member, referral.referrer_id)
    ours = referrer.organisation_id == turn.who.organisation_id
    return Relation.OWN_ORGANISATION if ours else Relation.OTHER


def _going(turn: Turn, referral: Referral) -> Glass | None:
    """A request of the same person about the same referral that waits, or was opened and is not over."""
    mine = select(Glass).where(col(Glass.referral_id) == referral.id, col(Glass.asked_by_id) == turn.who.id)
    rows = turn.session.scalars(mine.order_by(col(Glass.id).desc())).all()
    return next((row for row in rows if is_waiting(row, turn.now) or (row.until and row.until > turn.now)), None)


def _may_still(turn: Turn, glass: Glass, referral: Referral) -> bool:
    asker = turn.session.get_one(Member, glass.asked_by_id)
    return asker.ended_at is None and asker.locked_out_at is None and referral.erased_at is None


def _concerned(turn: Turn, referral: Referral, glass: Glass) -> set[int]:
    """The referrer, the partner's koordinatorer, and both managers."""
    koordinatorer = lookups.koordinators(turn.session, referral.organisation_id)
    return {referral.referrer_id, turn.who.id, glass.asked_by_id, *(one.id for one in koordinatorer)}


def _owe(turn: Turn, members: set[int], kind: NoticeKind, glass: Glass, occasion: str) -> None:
    outbox.owe_all(turn.session, [Owed(one, kind, glass.id, occasion, turn.now) for one in sorted(members)])
