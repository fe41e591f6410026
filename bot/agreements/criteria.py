"""The criteria of an IOP as they were judged of an agreement, and which are to be judged anew."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot import workdays
from bot.agreements import periods
from bot.agreements.periods import Standing
from models import Agreement, Assessment, Criterion

RENEWAL = timedelta(days=180)
"""So long before a period begins, or ends, its criteria are judged."""
SENTENCE_LONGEST = 2_000
GUIDELINES_LONGEST = 120
"""Characters of an answer's sentence, and of the name of a version of the guidelines."""
OLDEST = date(2008, 10, 23)
"""No answer is older than the national agreement that the partnerships rest on (regeringen, 23 October 2008)."""
LIVE = frozenset({Standing.PROPOSED, Standing.COMING, Standing.IN_FORCE, Standing.UNKNOWN})


def history(session: Session, agreement_id: int) -> Sequence[Assessment]:
    """All answers about an agreement, the one that stands first among those to the same question."""
    theirs = select(Assessment).where(col(Assessment.agreement_id) == agreement_id)
    return session.scalars(theirs.order_by(col(Assessment.judged_on).desc(), col(Assessment.id).desc())).all()


def answers(session: Session, agreement_id: int) -> Mapping[Criterion, Assessment]:
    """The answers that stand."""
    return {row.criterion: row for row in reversed(history(session, agreement_id))}


def due_again(session: Session, agreement: Agreement, today: date) -> tuple[Criterion, ...]:
    """The criteria to be judged (again) because the agreement is renewed; none where it is not.

    It is renewed where it follows another, where its extension is exercised, and where it ends within 180 days. Then
    an answer counts that was given about this agreement at most 180 days before the renewed period begins (or, while
    it has not been renewed, before the end): so an answer in preparation of a decision counts, and the predecessor's
    does not.
    """
    since = asked_from(agreement, today)
    if since is None:
        return ()
    standing = answers(session, agreement.id)
    return tuple(one for one in Criterion if one not in standing or standing[one].judged_on < since)


def asked_from(agreement: Agreement, today: date) -> date | None:
    """The day from which answers count for the renewal that goes on, or that was the last; nothing without one."""
    if periods.standing(agreement, today) not in LIVE:
        return None
    begun = [day for day in _renewals(agreement) if day <= today]
    return max(begun, default=None)


def _renewals(agreement: Agreement) -> list[date]:
    days = [agreement.valid_to - RENEWAL]
    if agreement.follows is not None:
        days.append(agreement.valid_from - RENEWAL)
    if agreement.first_end is not None and agreement.valid_to > agreement.first_end:
        days.append(agreement.first_end + workdays.DAY - RENEWAL)
    return days
