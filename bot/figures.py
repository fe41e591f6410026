"""Figures of boards and their units, for a digest: how much happened lately, this year, and at that time last year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, ScalarSelect, Select, and_, case, func, literal, or_, select, union_all
from sqlmodel import Session, col

from bot import clock, suppression
from bot.suppression import FEWEST, Bound
from models import Digest, Event, Happening, Member, Notice, NoticeKind, Referral, ReferralStatus

COUNTED = (Happening.SENT, Happening.ACCEPTED, Happening.REJECTED, Happening.COMPLETED, Happening.FAILED)
PERSONS = "persons"
"""People referred: one person's referrals share a mark."""
PERIODS = ("lately", "this_year", "last_year")

Counts = Mapping[str, Mapping[str, int]]
"""By period, then by happening (or `PERSONS`)."""
Told = Mapping[str, Mapping[str, tuple[int | None, str]]]
"""The same as they may be told: a figure (nothing where it is about too few) and a `suppression.Bound`."""
RUNNING = ("this_year", "last_year")
"""Periods that grow from week to week: two pages must not tell one or a few people apart."""


@dataclass(frozen=True)
class Unit:
    """A board, or one unit of it where `name` is not empty."""

    board_id: int
    name: str


@dataclass(frozen=True)
class Window:
    """From `since` (aware) to just before `until`."""

    since: datetime
    until: datetime


def windows(since: datetime, until: datetime) -> dict[str, Window]:
    """The three periods of a digest: since the last one, since New Year, and that same part of last year."""
    here = clock.local(until)
    return {
        "lately": Window(since, until),
        "this_year": Window(clock.at_local(date(here.year, 1, 1), 0), until),
        "last_year": Window(clock.at_local(date(here.year - 1, 1, 1), 0), _a_year_before(until)),
    }


def count(session: Session, boards: Collection[int], since: datetime, until: datetime) -> dict[Unit, Counts]:
    """Count for all units of `boards`, and for each board as a whole, in one statement.

    Args:
        session: an open transaction.
        boards: the organisations' ids.
        since: from when the newest period counts (aware).
        until: the end of the newest two periods.

    Returns:
        By unit, every period with every count, also where it is 0; a board's whole under the empty unit name. Units
        in which nothing happened are left out.
    """
    hits = _hits(boards, windows(since, until)).cte("hits")
    by_board = _grouped(hits, literal(""))
    by_unit = _grouped(hits, hits.c.unit).where(hits.c.unit != "").group_by(hits.c.unit)
    found: dict[Unit, dict[str, dict[str, int]]] = {}
    for board_id, unit, happening, *numbers in session.execute(union_all(by_board, by_unit)).all():
        counts = found.setdefault(Unit(board_id, unit), nothing())
        for period, number, persons in zip(PERIODS, numbers[0::2], numbers[1::2], strict=True):
            counts[period][happening] = number
            if happening == Happening.SENT:
                counts[period][PERSONS] = persons
    return dict(found)


def tell(counts: Counts, before: Told | None) -> Told:
    """`counts` as they may be told beside those of the last page of the same year."""
    return {
        period: {what: _beside(period, what, number, before) for what, number in numbers.items()}
        for period, numbers in counts.items()
    }


def tell_between(counts: Counts, before: Told | None) -> Told:
    """The same for a page between two weeks, which may be asked for any number of times.

    Beside a weekly page what grows does so in steps of five: two such pages tell no single person apart.
    """
    told = tell(counts, before)
    return {
        period: {
            what: _step(number, _earlier(period, what, before)) or told[period][what] for what, number in of.items()
        }
        for period, of in counts.items()
    }


def _beside(period: str, what: str, number: int, before: Told | None) -> tuple[int | None, str]:
    told = suppression.against(_earlier(period, what, before), number)
    return told.value, told.bound.value


def _step(number: int, earlier: int | None) -> tuple[int | None, str] | None:
    if earlier is None or number == earlier:
        return None
    value = earlier + (number - earlier) // FEWEST * FEWEST
    return (value, Bound.AT_LEAST.value) if value >= FEWEST else (None, Bound.EXACT.value)


def _earlier(period: str, what: str, before: Told | None) -> int | None:
    return before[period][what][0] if before and period in RUNNING and what in before.get(period, {}) else None


def told_before(year: int) -> ScalarSelect[Any]:
    """What the newest digest of a `Member` told in that year; nothing where there was none."""
    begins = clock.at_local(date(year, 1, 1), 0)
    return (
        select(col(Digest.shown))
        .where(col(Digest.member_id) == col(Member.id), col(Digest.until) > begins)
        .order_by(col(Digest.week).desc())
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


def nothing() -> dict[str, dict[str, int]]:
    """The counts of a unit in which nothing happened."""
    return {period: dict.fromkeys((*COUNTED, PERSONS), 0) for period in PERIODS}


def _hits(boards: Collection[int], periods: Mapping[str, Window]) -> Select[Any]:
    """Every event of `boards` that falls into a period, with the person where one was referred; mistakes left out."""
    lately, this_year, last_year = (periods[period] for period in PERIODS)
    newest = Window(min(lately.since, this_year.since), this_year.until)
    person = case((col(Event.happening) == Happening.SENT, col(Referral.person))).label("person")
    marks = [case((_within(window), 1), else_=0).label(period) for period, window in periods.items()]
    return (
        select(col(Event.organisation_id), col(Event.unit), col(Event.happening), person, *marks)
        .join(Referral, col(Referral.id) == col(Event.referral_id))
        .where(col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR)
        .where(col(Event.organisation_id).in_(boards), col(Event.happening).in_(COUNTED))
        .where(or_(_within(newest), _within(last_year)))
    )


def _grouped(hits: CTE, unit: ColumnElement[str]) -> Select[Any]:
    numbers = [
        column
        for mark in (hits.c[period] for period in PERIODS)
        for column in (func.sum(mark), func.count(case((mark == 1, hits.c.person)).distinct()))
    ]
    group = (hits.c.organisation_id, hits.c.happening)
    return select(hits.c.organisation_id, unit, hits.c.happening, *numbers).group_by(*group)


def _within(window: Window) -> ColumnElement[bool]:
    return and_(col(Event.at) >= window.since, col(Event.at) < window.until)


def _a_year_before(moment: datetime) -> datetime:
    """The same wall-clock time a year earlier; on 29 February the 28th."""
    here = clock.local(moment)
    last = 28 if (here.month, here.day) == (2, 29) else here.day
    return clock.at_local(date(here.year - 1, here.month, last), here.hour, here.minute)


def said_until() -> ScalarSelect[datetime]:
    """Up to when a `Member`'s newest digest that was said reaches; nothing where none was."""
    return (
        select(func.max(col(Digest.until)))
        .join(Notice, col(Notice.about_id) == col(Digest.id))
        .where(col(Digest.member_id) == col(Member.id), col(Notice.recipient_id) == col(Member.id))
        .where(col(Notice.kind) == NoticeKind.DIGEST, col(Notice.sent_at).is_not(None))
        .correlate(Member)
        .scalar_subquery()
    )


def has_newer(session: Session, digest: Digest) -> bool:
    """Whether a later week's digest is owed to the same manager: then the older one need not be said."""
    newer = select(col(Digest.id)).where(col(Digest.member_id) == digest.member_id, col(Digest.week) > digest.week)
    return session.scalars(newer.limit(1)).first() is not None
