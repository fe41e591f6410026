"""The figures that pictures show, read from the rows: a grouped query each. Small counts are hidden here, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlmodel import Session, col

from bot import clock, suppression
from bot.agreements.periods import Standing, standing
from bot.cards.referral import PLAIN
from models import (
    Agreement,
    AgreementStatus,
    LadderStep,
    Member,
    Note,
    NoteKind,
    Party,
    Referral,
    ReferralStatus,
)

STATES = ("sent", "seen", "running", "paused", "ended")
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """Referrals sent in a month (its first day), by the state they are in now; nothing where they are too few."""

    month: date
    total: int | None
    states: Mapping[str, int | None]


@dataclass(frozen=True)
class Stepped:
    """How many people took a step; nothing where they are too few."""

    step: LadderStep
    count: int | None


@dataclass(frozen=True)
class Running:
    """An agreement's period, and how it stands."""

    name: str
    valid_from: date
    valid_to: date
    standing: Standing


def months_before(today: date) -> tuple[date, ...]:
    """The first days of the twelve months that ended last: one that runs would tell, day by day, who was added."""
    this = today.replace(day=1)
    return tuple(clock.months_later(this, -back) for back in range(MONTHS, 0, -1))


def referrals(session: Session, board_id: int, unit: str, today: date) -> tuple[Month, ...]:
    """Referrals of a board, or of a unit where it is not empty, by the month they were sent in; mistakes left out."""
    months = months_before(today)
    cells = {month: dict.fromkeys(STATES, 0) for month in months}
    starts = [clock.at_local(first, 0) for first in (*months, clock.months_later(months[-1], 1))]
    sent = col(Referral.sent_at)
    which = case(*((and_(sent >= starts[i], sent < starts[i + 1]), i) for i in range(MONTHS))).label("month")
    rows = session.execute(
        select(which, col(Referral.status), func.count())
        .where(col(Referral.referrer_id).in_(_referrers(board_id, unit)), sent >= starts[0], sent < starts[-1])
        .where(col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR)
        .group_by(which, col(Referral.status))
    ).all()
    for index, status, count in rows:
        cells[months[index]][PLAIN.get(status, "ended")] += count
    return tuple(month for year in _by_year(cells) for month in _told(year))


def steps(session: Session, board_id: int, unit: str, today: date) -> tuple[Stepped, ...]:
    """How many people took each step of the ladder in the same twelve months, as either side noted it."""
    months = months_before(today)
    rows = session.execute(
        select(col(Note.step), func.count(col(Referral.person).distinct()))
        .join(Referral, col(Referral.id) == col(Note.referral_id))
        .where(col(Referral.referrer_id).in_(_referrers(board_id, unit)))
        .where(col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR)
        .where(col(Note.kind) == NoteKind.STEP, col(Note.struck_at).is_(None), col(Note.step).is_not(None))
        .where(col(Note.day) >= months[0], col(Note.day) < today.replace(day=1))
        .group_by(col(Note.step))
    ).all()
    counts = {LadderStep(step): count for step, count in rows}
    return tuple(Stepped(step, suppression.shown(counts.get(step, 0))) for step in LadderStep)


def agreements(session: Session, board_id: int, today: date) -> tuple[Running, ...]:
    """A board's agreements that run, will run or ended within a year; the one that ends soonest first, then the past.

    Those that came to nothing are left out.
    """
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == board_id)
    year_ago = clock.months_later(today, -MONTHS)
    rows = session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(theirs), col(Agreement.status) != AgreementStatus.WITHDRAWN)
        .where(or_(col(Agreement.valid_to) >= year_ago, col(Agreement.reported_end) >= today))
        .order_by(col(Agreement.valid_to), col(Agreement.name))
    ).all()
    found = [Running(one.name, one.valid_from, one.valid_to, standing(one, today)) for one in rows]
    return tuple(sorted(found, key=lambda one: one.valid_to < today))


def _referrers(board_id: int, unit: str) -> Select[Any]:
    referrers = select(col(Member.id)).where(col(Member.organisation_id) == board_id)
    return referrers.where(col(Member.unit) == unit) if unit else referrers


def _by_year(cells: Mapping[date, Mapping[str, int]]) -> list[dict[date, Mapping[str, int]]]:
    """The months of each calendar year by themselves: the weekly page tells that year's sum."""
    return [
        {month: counts for month, counts in cells.items() if month.year == year}
        for year in sorted({month.year for month in cells})
    ]


def _told(cells: Mapping[date, Mapping[str, int]]) -> list[Month]:
    table = suppression.told_table({month.isoformat(): counts for month, counts in cells.items()})
    return [
        _without_small_rest(Month(month, table.rows[month.isoformat()], table.cells[month.isoformat()]))
        for month in cells
    ]


def _without_small_rest(month: Month) -> Month:
    """What the states leave of the sum is a figure too: the smallest states go into it until it is not small."""
    states = dict(month.states)
    while month.total is not None and suppression.is_small(month.total - sum(count or 0 for count in states.values())):
        states[min((state for state in states if states[state]), key=lambda state: states[state] or 0)] = None
    return Month(month.month, month.total, states)
