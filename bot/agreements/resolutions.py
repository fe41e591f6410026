"""The decisions that stand about an agreement, and what they say of its extension."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from bot.agreements import periods
from models import Agreement, Instance, Member, Resolution, ResolutionKind

LONGEST = 60
"""Characters of a registry number or a paragraph."""
SIGNED = frozenset({ResolutionKind.ENTER, ResolutionKind.EXTEND, ResolutionKind.CHANGE, ResolutionKind.END_EARLY})
"""What all parties sign; the rest the board decides alone."""
MOVING = frozenset({ResolutionKind.EXTEND, ResolutionKind.END_EARLY})
"""What moves the last day when it is signed."""


@dataclass(frozen=True)
class Extension:
    """The three facts about an extension: whether it is permitted, was agreed, was exercised.

    Args:
        permitted_months: at most; 0 where it is not permitted, nothing where no source says.
        furthest_end: the last day it may reach; nothing where it may not move.
        agreed_until: the last day that was decided on last; nothing where no decision is recorded.
        exercised: whether that was signed; nothing where no decision is recorded.
    """

    permitted_months: int | None
    furthest_end: date | None
    agreed_until: date | None
    exercised: bool | None


def of_agreement(session: Session, agreement_id: int) -> Sequence[Resolution]:
    """All decisions about an agreement, the newest first; those that were struck too."""
    theirs = select(Resolution).where(col(Resolution.agreement_id) == agreement_id)
    return session.scalars(theirs.order_by(col(Resolution.decided_on).desc(), col(Resolution.id).desc())).all()


def standing(session: Session, agreement_id: int, *kinds: ResolutionKind) -> list[Resolution]:
    """Those of `kinds` (of all, if none) that were not struck, the newest first."""
    rows = of_agreement(session, agreement_id)
    return [row for row in rows if row.struck_at is None and (not kinds or row.kind in kinds)]


def mandate(session: Session, agreement_id: int, board_id: int, day: date) -> Resolution | None:
    """The board's newest decision, taken on or before `day`, that lets its director decide.

    Where several boards are party each gives its own director a mandate: a decision is the board's whose manager
    recorded it.
    """
    given = (
        row
        for row in standing(session, agreement_id)
        if row.gives_mandate and row.instance is Instance.BOARD and row.decided_on <= day
    )
    return next((row for row in given if session.get_one(Member, row.member_id).organisation_id == board_id), None)


def moves(session: Session, agreement_id: int) -> list[Resolution]:
    """The signed decisions that moved the last day, in the order in which they did."""
    signed = [row for row in standing(session, agreement_id, *MOVING) if row.signed_on]
    return sorted(signed, key=lambda row: (row.signed_on or row.decided_on, row.id))


def extension(session: Session, agreement: Agreement) -> Extension:
    """What is known of an agreement's extension."""
    months = agreement.extension_permitted_months
    newest = next(iter(standing(session, agreement.id, ResolutionKind.EXTEND)), None)
    return Extension(
        permitted_months=months,
        furthest_end=periods.furthest_end(agreement) if months else None,
        agreed_until=newest.until if newest else None,
        exercised=newest.signed_on is not None if newest else None,
    )
