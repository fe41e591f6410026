"""What a decision about an agreement must meet to be recorded or signed; each no has its reason."""

from datetime import date

from sqlmodel import Session

from bot.agreements import periods, resolutions
from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import Agreement, AgreementStatus, Instance, Member, Resolution, ResolutionKind

MEASURES = frozenset({ResolutionKind.EXTEND, ResolutionKind.CHANGE, ResolutionKind.END_EARLY})
"""What can be done to an agreement only while it runs."""


def require_decidable(turn: Turn, agreement: Agreement, resolution: Resolution) -> None:
    """Go on only if the decision can have been taken about the agreement on its day.

    Raises:
        Refused: with the reason.
    """
    if resolution.decided_on > turn.today:
        raise _no("future")
    _require_status(agreement, resolution.kind)
    if resolution.kind in MEASURES and resolution.decided_on > agreement.valid_to:
        raise _no("too_late", agreement.valid_to)
    if resolution.instance is Instance.DIRECTOR:
        _require_mandate(turn.session, agreement, resolution)
    require_end(agreement, resolution)


def require_end(agreement: Agreement, resolution: Resolution) -> None:
    """Go on only if the last day that was decided fits the agreement as it now is.

    Raises:
        Refused: with the reason.
    """
    if resolution.kind not in resolutions.MOVING:
        return
    until = resolution.until
    if until is None:
        raise _no("no_until")
    if until < agreement.valid_from:
        raise _no("before_start", agreement.valid_from)
    if resolution.kind is ResolutionKind.END_EARLY and until >= agreement.valid_to:
        raise _no("not_earlier", agreement.valid_to)
    if resolution.kind is ResolutionKind.EXTEND:
        _require_extensible(agreement, until)


def require_signable(turn: Turn, agreement: Agreement, resolution: Resolution, signed_on: date) -> None:
    """Go on only if all parties can have signed the decision on `signed_on`.

    Raises:
        Refused: with the reason.
    """
    if resolution.kind not in resolutions.SIGNED or resolution.struck_at:
        raise Refused(views.Stale())
    if signed_on > turn.today:
        raise _no("future")
    if signed_on < resolution.decided_on:
        raise _no("signed_before", resolution.decided_on)
    if signed_on > agreement.valid_to:
        raise _no("signed_too_late", agreement.valid_to)
    require_end(agreement, resolution)


def require_strikable(turn: Turn, resolution: Resolution) -> None:
    """Go on only if no decision of the director's rests on this one.

    Raises:
        Refused: with the reason.
    """
    resting = (row.mandate_id for row in resolutions.standing(turn.session, resolution.agreement_id))
    if resolution.id in resting:
        raise _no("carries_mandate")


def _require_status(agreement: Agreement, kind: ResolutionKind) -> None:
    status = agreement.status
    if kind is ResolutionKind.REJECT and status is AgreementStatus.AGREED:
        raise _no("already_agreed")
    if kind is not ResolutionKind.REJECT and status is AgreementStatus.WITHDRAWN:
        raise _no("withdrawn")
    if kind not in (ResolutionKind.ENTER, ResolutionKind.REJECT) and status is AgreementStatus.PROPOSED:
        raise _no("not_agreed")


def _require_mandate(session: Session, agreement: Agreement, resolution: Resolution) -> None:
    """The director decides while the agreement runs, within what the board has decided before."""
    if not agreement.in_force(resolution.decided_on):
        raise _no("not_running", resolution.decided_on)
    board = session.get_one(Member, resolution.member_id).organisation_id
    mandate = resolutions.mandate(session, agreement.id, board, resolution.decided_on)
    if mandate is None:
        raise _no("no_mandate", resolution.decided_on)
    resolution.mandate_id = mandate.id


def _require_extensible(agreement: Agreement, until: date) -> None:
    if agreement.extension_permitted_months is None:
        raise _no("unknown_permission")
    if agreement.extension_permitted_months == 0:
        raise _no("not_permitted")
    if until <= agreement.valid_to:
        raise _no("not_later", agreement.valid_to)
    if until > periods.furthest_end(agreement):
        raise _no("too_far", periods.furthest_end(agreement))


def _no(why: str, day: date | None = None) -> Refused:
    return Refused(views.DecisionRefused(why, day))
