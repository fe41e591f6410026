"""Recording what a board, or its director, has decided about an agreement; what that does to the agreement."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import audit, dates, money, outbox
from bot.actions import agreements, reminders
from bot.actions.resolution_rules import require_decidable, require_signable, require_strikable
from bot.agreements import resolutions
from bot.errors import Refused
from bot.outbox import Owed
from bot.turn import Turn
from messages import views
from models import (
    Agreement,
    AgreementStatus,
    Instance,
    Intention,
    Member,
    NoticeKind,
    Party,
    Resolution,
    ResolutionKind,
    Role,
)

MEANT = {ResolutionKind.EXTEND: Intention.EXTEND, ResolutionKind.LET_LAPSE: Intention.LET_LAPSE}
"""What a decision says is meant to happen when the agreement ends."""


@dataclass(frozen=True)
class Written:
    """A decision as the form has it: days and amounts as people write them."""

    kind: ResolutionKind
    instance: Instance
    decided_on: str
    registry_number: str
    paragraph: str
    until: str = ""
    gives_mandate: bool = False
    amount: str = ""
    signed_on: str = ""


def record(turn: Turn, agreement_id: int, written: Written) -> Resolution:
    """Record a decision. The same one again finds the one that stands there.

    Raises:
        Refused: not theirs, a day or an amount that cannot be read, or a rule that it breaks, with the reason; or there
            is one of that kind, day and paragraph that says something else.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    resolution = _read(turn, agreement, written)
    if there := _same(turn, resolution, written):
        return there
    signed_on = _checked(turn, agreement, resolution, written)
    turn.session.add(resolution)
    turn.session.flush()
    audit.note(turn, f"resolve_{resolution.kind}", "agreement", agreement.id)
    _decide(turn, agreement, resolution)
    if signed_on:
        _sign(turn, agreement, resolution, signed_on)
    _tell(turn, resolution)
    return resolution


def flaw(turn: Turn, agreement_id: int, written: Written) -> views.View | None:
    """Why `record` would refuse what is written; nothing where it would not.

    Raises:
        Refused: the agreement is not theirs.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    try:
        resolution = _read(turn, agreement, written)
        if _same(turn, resolution, written) is None:
            _checked(turn, agreement, resolution, written)
    except Refused as no:
        return no.view
    return None


def sign(turn: Turn, resolution_id: int, signed_on: str) -> Resolution:
    """All parties had signed on `signed_on` (as people write it): what was decided takes effect.

    Raises:
        Refused: not theirs, nothing to sign, signed already on another day, or a day that cannot be.
    """
    agreement, resolution = _find(turn, resolution_id)
    day = _day(signed_on, turn.today, "past")
    if resolution.signed_on is None:
        require_signable(turn, agreement, resolution, day)
        _sign(turn, agreement, resolution, day)
        _tell(turn, resolution)
    elif resolution.signed_on != day:
        raise Refused(views.Stale())
    return resolution


def strike(turn: Turn, resolution_id: int) -> Resolution:
    """It was recorded by mistake: it stands struck, and what it did last to the agreement is undone.

    Raises:
        Refused: not theirs, or a decision of the director's rests on it.
    """
    agreement, resolution = _find(turn, resolution_id)
    if resolution.struck_at is None:
        require_strikable(turn, resolution)
        resolution.struck_at = turn.now
        turn.session.flush()
        audit.note(turn, f"strike_{resolution.kind}", "agreement", agreement.id)
        _undo(turn, agreement, resolution)
        _tell(turn, resolution)
    return resolution


def _read(turn: Turn, agreement: Agreement, written: Written) -> Resolution:
    decided_on = _day(written.decided_on, turn.today, "past")
    moves = written.kind in resolutions.MOVING and written.until.strip()
    until = _day(written.until, decided_on, "future") if moves else None
    if written.kind is ResolutionKind.LET_LAPSE:
        until = agreement.valid_to
    return Resolution(
        agreement_id=agreement.id,
        kind=written.kind,
        instance=written.instance,
        decided_on=decided_on,
        registry_number=_number(written.registry_number),
        paragraph=_number(written.paragraph),
        until=until,
        amount_ore=_amount(written.amount) if written.kind is ResolutionKind.CLAW_BACK else None,
        gives_mandate=written.gives_mandate and written.instance is Instance.BOARD,
        member_id=turn.who.id,
        at=turn.now,
    )


def _checked(turn: Turn, agreement: Agreement, resolution: Resolution, written: Written) -> date | None:
    """The day on which it was signed, if it was; every rule is met."""
    require_decidable(turn, agreement, resolution)
    if not written.signed_on.strip() or resolution.kind not in resolutions.SIGNED:
        return None
    signed_on = _day(written.signed_on, turn.today, "past")
    require_signable(turn, agreement, resolution, signed_on)
    return signed_on


def _day(text: str, today: date, prefer: str) -> date:
    day = dates.understood(text.strip(), today, prefer)
    if day is None:
        raise Refused(views.UnknownDay())
    return day


def _number(text: str) -> str:
    number = " ".join(text.split())
    if not number:
        raise Refused(views.DecisionRefused("no_number", None))
    if len(number) > resolutions.LONGEST:
        raise Refused(views.TooLong(len(number), resolutions.LONGEST))
    return number


def _amount(text: str) -> int | None:
    """Of a claw-back; nothing where it is not said how much."""
    if not text.strip():
        return None
    amount = money.read(text)
    if amount is None or amount <= 0:
        raise Refused(views.DecisionRefused("no_amount", None))
    return amount


def _same(turn: Turn, resolution: Resolution, written: Written) -> Resolution | None:
    found = (
        row
        for row in resolutions.standing(turn.session, resolution.agreement_id, resolution.kind)
        if (row.decided_on, row.paragraph) == (resolution.decided_on, resolution.paragraph)
    )
    there = next(found, None)
    if there and (_says(there) != _says(resolution) or _signed_otherwise(turn, there, written)):
        raise Refused(views.DecisionRefused("recorded", None))
    return there


def _says(resolution: Resolution) -> tuple[object, ...]:
    """What somebody wrote in it, besides its kind, day and paragraph."""
    until = resolution.until if resolution.kind in resolutions.MOVING else None
    return (
        resolution.instance,
        resolution.registry_number,
        until,
        resolution.amount_ore,
        resolution.gives_mandate,
    )


def _signed_otherwise(turn: Turn, there: Resolution, written: Written) -> bool:
    if not written.signed_on.strip() or there.kind not in resolutions.SIGNED:
        return False
    return there.signed_on != _day(written.signed_on, turn.today, "past")


def _find(turn: Turn, resolution_id: int) -> tuple[Agreement, Resolution]:
    of = select(col(Resolution.agreement_id)).where(col(Resolution.id) == resolution_id)
    agreement = agreements.find(turn, turn.session.scalars(of).first() or 0, lock=True)
    return agreement, turn.session.get_one(Resolution, resolution_id, populate_existing=True)


def _decide(turn: Turn, agreement: Agreement, resolution: Resolution) -> None:
    """What a decision does before anybody signs."""
    if resolution.kind is ResolutionKind.REJECT:
        agreement.status = AgreementStatus.WITHDRAWN
    if meant := MEANT.get(resolution.kind):
        agreement.intention, agreement.intended_by_id, agreement.intended_at = meant, turn.who.id, resolution.at


def _tell(turn: Turn, resolution: Resolution) -> None:
    """All parties hear of it: a koordinator must not learn from a reminder that nothing was decided."""
    parties = select(col(Party.organisation_id)).where(col(Party.agreement_id) == resolution.agreement_id)
    roles = (Role.MANAGER, Role.KOORDINATOR, Role.PARTNER_MANAGER)
    theirs = select(col(Member.id)).where(col(Member.organisation_id).in_(parties), col(Member.role).in_(roles))
    told = turn.session.scalars(theirs.where(col(Member.ended_at).is_(None), col(Member.id) != turn.who.id)).all()
    became = "struck" if resolution.struck_at else resolution.signed_on or "decided"
    occasion = f"{resolution.id}-{became}"
    kind, about = NoticeKind.AGREEMENT_NEWS, resolution.agreement_id
    outbox.owe_all(turn.session, [Owed(one, kind, about, occasion, turn.now) for one in told])


def _sign(turn: Turn, agreement: Agreement, resolution: Resolution, signed_on: date) -> None:
    resolution.signed_on = signed_on
    audit.note(turn, f"sign_{resolution.kind}", "agreement", agreement.id)
    if resolution.kind is ResolutionKind.ENTER and agreement.status is AgreementStatus.PROPOSED:
        agreement.status = AgreementStatus.AGREED
        resolution.until = agreement.valid_to  # which also says to `_undo` that it was this one
        _replan(turn, agreement)
    if resolution.kind in resolutions.MOVING and resolution.until:
        _move(turn, agreement, agreement.first_end or agreement.valid_to, resolution.until)


def _undo(turn: Turn, agreement: Agreement, struck: Resolution) -> None:
    if agreement.intended_at == struck.at and struck.kind in MEANT:
        _forget_intention(agreement)
    left = resolutions.standing(turn.session, agreement.id, struck.kind)
    if struck.kind is ResolutionKind.REJECT and not left:
        agreement.status = AgreementStatus.PROPOSED
    if struck.kind is ResolutionKind.ENTER and struck.until and not any(row.signed_on for row in left):
        agreement.status = AgreementStatus.PROPOSED
    if struck.kind in resolutions.MOVING and struck.signed_on and agreement.valid_to == struck.until:
        earlier = resolutions.moves(turn.session, agreement.id)
        first_end = agreement.first_end
        assert first_end, "it was kept when the last day was moved"
        last = earlier[-1].until if earlier else None
        _move(turn, agreement, first_end if last else None, last or first_end)


def _move(turn: Turn, agreement: Agreement, first_end: date | None, valid_to: date) -> None:
    """Let the agreement end on another day; what was meant was meant of the old end."""
    agreement.first_end, agreement.valid_to = first_end, valid_to
    _forget_intention(agreement)
    _replan(turn, agreement)


def _forget_intention(agreement: Agreement) -> None:
    agreement.intention = agreement.intended_by_id = agreement.intended_at = None


def _replan(turn: Turn, agreement: Agreement) -> None:
    turn.session.flush()
    reminders.replan(turn.session, [agreement.id], turn.now)
