"""Referrals under an agreement and the steps that people took: counts, and none so small that it points at somebody."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot import suppression
from bot.agreements.steering_pack.contents import Referred, Step
from bot.cards.referral import PLAIN
from models import LadderStep, Note, NoteKind, Referral, ReferralStatus, Sex

STATES = ("sent", "seen", "running", "paused", "ended")
UNASKED = "unasked"


def referred(session: Session, agreement_id: int) -> Referred:
    """All referrals that were ever sent under the agreement, but for mistakes, by state and by sex.

    The two have nothing in common but the total, and that is hidden where one of them needs it to be.
    """
    rows = session.execute(
        select(col(Referral.status), col(Referral.sex), func.count())
        .where(col(Referral.agreement_id) == agreement_id, col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR)
        .group_by(col(Referral.status), col(Referral.sex))
    ).all()
    states, sexes = dict.fromkeys(STATES, 0), dict.fromkeys((*Sex, UNASKED), 0)
    for status, sex, count in rows:
        states[PLAIN.get(status, "ended")] += count
        sexes[sex or UNASKED] += count
    by_state, by_sex = suppression.told(states), suppression.told(sexes)
    return Referred(
        total=by_state.total if by_sex.total is not None else None,
        states=tuple((state, by_state.counts[state]) for state in STATES),
        sexes=tuple((sex, by_sex.counts[sex or UNASKED]) for sex in (*Sex, None)),
    )


def steps(session: Session, agreement_id: int, since: date, until: date) -> tuple[Step, ...]:
    """How many people took each step from `since` to `until` (inclusive); steps that nobody took are left out."""
    rows = session.execute(
        select(col(Note.step), func.count(col(Referral.person).distinct()))
        .join(Referral, col(Referral.id) == col(Note.referral_id))
        .where(col(Referral.agreement_id) == agreement_id, col(Note.kind) == NoteKind.STEP)
        .where(col(Note.struck_at).is_(None), col(Note.step).is_not(None))
        .where(col(Note.day) >= since, col(Note.day) <= until)
        .group_by(col(Note.step))
    ).all()
    counts = {LadderStep(step): count for step, count in rows}
    return tuple(Step(step, suppression.shown(counts[step])) for step in LadderStep if step in counts)
