"""An agreement's budget: what is planned, what is reported as used, the hours that were given beside money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, false, func, select
from sqlmodel import Session, col

from bot.agreements import agreement_facts
from models import Agreement, BudgetLine, BudgetUse, InKind, Organisation, Resolution, ResolutionKind

ORE = 100


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Line:
    """What is planned for one purpose, for the agreement's whole time. `id` is 0 where only a source says it.

    `used_ore` was used in the period, `spent_ore` up to its last day; nothing where nothing is reported.
    """

    id: int
    words: str
    planned_ore: int
    used_ore: int | None
    spent_ore: int | None

    @property
    def left_ore(self) -> int | None:
        """What is left on the period's last day; below zero where more was used than planned."""
        return None if self.spent_ore is None else self.planned_ore - self.spent_ore


@dataclass(frozen=True)
class Hours:
    """Minutes that an organisation's staff, or its volunteers, gave."""

    organisation_id: int
    organisation: str
    volunteers: bool
    minutes: int


@dataclass(frozen=True)
class Budget:
    """Money and effort of an agreement, of its whole time or of a period.

    `stated_ore` is the whole sum that a source states, `clawed_back_ore` what the board has decided to ask back; both
    nothing where nothing is known of it. `split` counts reports that lie only partly in the period: they are not
    divided, and stand in no figure here.
    """

    lines: tuple[Line, ...]
    hours: tuple[Hours, ...]
    stated_ore: int | None
    clawed_back_ore: int | None
    may_claw_back: bool | None
    not_counted: str | None
    split: int

    @property
    def known(self) -> bool:
        """Whether anything is known of what is planned."""
        return bool(self.lines) or self.stated_ore is not None

    @property
    def from_source(self) -> bool:
        """Whether the lines are a source's, and the board has written none."""
        return any(line.id == 0 for line in self.lines)

    @property
    def planned_ore(self) -> int | None:
        """The lines' sum, or the sum that a source states where there are none."""
        return sum(line.planned_ore for line in self.lines) if self.lines else self.stated_ore

    @property
    def used_ore(self) -> int | None:
        """What is reported of all lines in the period; nothing where nothing is."""
        return _sum(line.used_ore for line in self.lines)

    @property
    def spent_ore(self) -> int | None:
        """The same up to the period's last day."""
        return _sum(line.spent_ore for line in self.lines)

    @property
    def left_ore(self) -> int | None:
        """What is left of the whole on that day; nothing where the use of a line is not known.

        Below zero where more was used than planned.
        """
        known = [line.left_ore for line in self.lines if line.left_ore is not None]
        return sum(known) if self.lines and len(known) == len(self.lines) else None

    def minutes(self, *, volunteers: bool) -> int | None:
        """What all parties' volunteers, or staff, gave; nothing where nothing is reported."""
        return _sum(one.minutes for one in self.hours if one.volunteers is volunteers)


def of(session: Session, agreement_id: int, period: Period | None = None) -> Budget:
    """The budget of an agreement. What was struck counts nowhere.

    Args:
        session: an open transaction.
        agreement_id: an agreement that there is.
        period: counts use and hours whose own period lies wholly within it; without one all are counted.
    """
    agreement = session.get_one(Agreement, agreement_id)
    lines, split_uses = _lines(session, agreement_id, period)
    hours, split_hours = _hours(session, agreement_id, period)
    return Budget(
        lines=lines or source_lines(agreement),
        hours=hours,
        stated_ore=_whole(agreement_facts.fact(agreement, "budget_sek")),
        clawed_back_ore=_clawed_back(session, agreement_id),
        may_claw_back=agreement_facts.flag(agreement, "claw_back"),
        not_counted=agreement_facts.text(agreement, "in_kind_not_counted"),
        split=split_uses + split_hours,
    )


def source_lines(agreement: Agreement) -> tuple[Line, ...]:
    """The lines that a source states, in its order; those without a name or a whole sum of kronor are left out.

    What it states twice for the same purpose is one line.
    """
    said = agreement_facts.fact(agreement, "budget_lines")
    planned: dict[str, int] = {}
    for one in said if isinstance(said, list) else []:
        name, ore = (one.get("name_sv"), _whole(one.get("sek"))) if isinstance(one, dict) else (None, None)
        if isinstance(name, str) and name and ore is not None:
            planned[name] = planned.get(name, 0) + ore
    return tuple(Line(0, name, ore, None, None) for name, ore in planned.items())


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _whole(kronor: object) -> int | None:
    """A source's sum in öre; nothing where it states none in whole kronor."""
    if isinstance(kronor, bool) or not isinstance(kronor, int) or kronor < 0:
        return None
    return kronor * ORE


def _lines(session: Session, agreement_id: int, period: Period | None) -> tuple[tuple[Line, ...], int]:
    """The board's lines with what is reported of each, and how many reports lie partly in the period."""
    standing = and_(col(BudgetUse.line_id) == col(BudgetLine.id), col(BudgetUse.struck_at).is_(None))
    inside, split = _within(BudgetUse, period), _partly(BudgetUse, period)
    rows = session.execute(
        select(
            col(BudgetLine.id),
            col(BudgetLine.words),
            col(BudgetLine.planned_ore),
            func.sum(case((inside, col(BudgetUse.amount_ore)))),
            func.sum(case((_ended(period), col(BudgetUse.amount_ore)))),
            func.count(case((split, 1))),
        )
        .outerjoin(BudgetUse, standing)
        .where(col(BudgetLine.agreement_id) == agreement_id)
        .group_by(col(BudgetLine.id))
        .order_by(col(BudgetLine.position), col(BudgetLine.id))
    ).all()
    lines = tuple(
        Line(line_id, words, planned, None if used is None else int(used), None if spent is None else int(spent))
        for line_id, words, planned, used, spent, _ in rows
    )
    return lines, sum(row[-1] for row in rows)


def _hours(session: Session, agreement_id: int, period: Period | None) -> tuple[tuple[Hours, ...], int]:
    """What each party gave, staff before volunteers, and how many reports lie partly in the period."""
    inside, split = _within(InKind, period), _partly(InKind, period)
    rows = session.execute(
        select(
            col(InKind.organisation_id),
            col(Organisation.name),
            col(InKind.volunteers),
            func.sum(case((inside, col(InKind.minutes)))),
            func.count(case((split, 1))),
        )
        .join(Organisation, col(Organisation.id) == col(InKind.organisation_id))
        .where(col(InKind.agreement_id) == agreement_id, col(InKind.struck_at).is_(None))
        .group_by(col(InKind.organisation_id), col(Organisation.name), col(InKind.volunteers))
        .order_by(col(Organisation.name), col(InKind.volunteers))
    ).all()
    hours = tuple(
        Hours(organisation_id, name, bool(volunteers), int(minutes))
        for organisation_id, name, volunteers, minutes, _ in rows
        if minutes is not None
    )
    return hours, sum(row[-1] for row in rows)


def _clawed_back(session: Session, agreement_id: int) -> int | None:
    """The sum of what was decided to ask back; decisions without a sum add nothing."""
    total = session.execute(
        select(func.sum(col(Resolution.amount_ore))).where(
            col(Resolution.agreement_id) == agreement_id,
            col(Resolution.kind) == ResolutionKind.CLAW_BACK,
            col(Resolution.struck_at).is_(None),
        )
    ).scalar_one()
    return None if total is None else int(total)


Reported = type[BudgetUse] | type[InKind]


def _within(table: Reported, period: Period | None) -> ColumnElement[bool]:
    """Whether a report's own period lies wholly in `period`."""
    first, last = col(table.first_day), col(table.last_day)
    return and_(first >= period.first, last <= period.last) if period else first.is_not(None)


def _ended(period: Period | None) -> ColumnElement[bool]:
    """Whether the period of a report of use had ended when `period` had."""
    last = col(BudgetUse.last_day)
    return last <= period.last if period else last.is_not(None)


def _partly(table: Reported, period: Period | None) -> ColumnElement[bool]:
    """Whether some of a report's days lie in `period`, and some do not."""
    first, last = col(table.first_day), col(table.last_day)
    if period is None:
        return false()
    overlaps = and_(first <= period.last, last >= period.first)
    return and_(overlaps, ~_within(table, period))
