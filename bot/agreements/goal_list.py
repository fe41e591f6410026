"""The goals of an agreement: those that are followed up, and those that a source names and nobody has taken over."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from bot.agreements import agreement_facts
from models import Agreement, Goal

LONGEST = 2_000
"""Characters of a goal, of how it is followed up, and of how far it was reached."""


def of(session: Session, agreement_id: int) -> Sequence[Goal]:
    """The goals that are followed up, in their order."""
    theirs = select(Goal).where(col(Goal.agreement_id) == agreement_id)
    return session.scalars(theirs.order_by(col(Goal.position), col(Goal.id))).all()


def of_source(agreement: Agreement, goals: Iterable[Goal]) -> tuple[str, ...]:
    """The goals that a source names and that are not among `goals`."""
    known = {goal.words for goal in goals}
    named = (agreement_facts.text(agreement, "goals_sv") or "").splitlines()
    return tuple(dict.fromkeys(words.strip() for words in named if words.strip() and words.strip() not in known))
