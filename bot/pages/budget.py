"""An agreement's money and effort, as a party to it sees them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlmodel import col

from bot import money, policy, relations
from bot.agreements import budget
from bot.agreements.budget import Budget, Hours, Period
from bot.agreements.budget_rules import LONGEST, has_use, may_strike
from bot.pages import budget_picture, paths
from bot.policy import Act
from bot.turn import Turn
from bot.written import FORM
from messages.room.pages import (
    BudgetLinePage,
    BudgetPage,
    BudgetRow,
    HoursRow,
    ReportedRow,
    Returned,
    YearLink,
)
from models import Agreement, BudgetLine, BudgetUse, InKind, Member

PAGE = 20
NOTHING = Returned()


def page(turn: Turn, agreement: Agreement, year: int = 0, number: int = 0, written: Returned = NOTHING) -> BudgetPage:
    """The page of the whole time, or of one calendar `year` of it. The caller has asked the policy.

    Args:
        turn: the reader's.
        agreement: what it is about.
        year: one that the agreement runs in; any other shows the whole time.
        number: the page of the list of reports, from 0.
        written: a form that comes back.
    """
    years = range(agreement.valid_from.year, min(agreement.valid_to, turn.today).year + 1)
    year = year if year in years else 0
    period = Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    found = budget.of(turn.session, agreement.id, period)
    relation = relations.to_agreement(turn, agreement.id)
    may_steer = policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation)
    reported = _reported(turn, agreement.id)
    pages = max(1, -(-len(reported) // PAGE))
    number = min(number, pages - 1)
    first, last = _last_month(agreement, turn.today)
    return BudgetPage(
        name=agreement.name,
        path=_path(agreement, year),
        back=paths.agreement(agreement.id),
        year=year,
        years=tuple(YearLink(one, _path(agreement, one), one == year) for one in (0, *years)),
        known=found.known,
        from_source=found.from_source,
        rows=_rows(found, turn.language, may_steer=may_steer),
        total=budget_picture.sums(found.planned_ore, found.used_ore, found.spent_ore, found.left_ore, turn.language),
        picture=budget_picture.picture(found, turn.language),
        stated=_sum(found.stated_ore, turn.language) if found.stated_ore != found.planned_ore else None,
        clawed_back=_sum(found.clawed_back_ore, turn.language),
        may_claw_back=found.may_claw_back,
        not_counted=found.not_counted,
        hours=_hours(found.hours, turn.language),
        hours_total=_hours_row("", found.minutes(volunteers=False), found.minutes(volunteers=True), turn.language),
        split=found.split,
        reported=tuple(reported[number * PAGE : (number + 1) * PAGE]),
        page=number,
        pages=pages,
        may_steer=may_steer,
        may_report=policy.allows(turn.who.role, Act.REPORT_USE, relation),
        first_day=agreement.valid_from,
        last_day=min(agreement.valid_to, turn.today),
        proposed_first=first,
        proposed_last=last,
        form=_form(turn, written, "use"),
        hours_form=_form(turn, written, "hours"),
        longest=LONGEST,
        written=written,
    )


def line_page(turn: Turn, line: BudgetLine, fields: Mapping[str, str] | None = None, flaw: str = "") -> BudgetLinePage:
    """One line, to be changed; `fields` are those of a form that comes back."""
    agreement = turn.session.get_one(Agreement, line.agreement_id)
    given = fields or {}
    return BudgetLinePage(
        name=agreement.name,
        path=line_path(line.id),
        back=paths.agreement(agreement.id, "budget"),
        words=given.get("words", line.words),
        planned=given.get("planned", money.show(line.planned_ore, turn.language)),
        can_remove=not has_use(turn, line.id),
        longest=LONGEST,
        flaw=flaw,
    )


def line_path(line_id: int) -> str:
    """Where a line is changed."""
    return f"budget-line/{line_id}"


def _path(agreement: Agreement, year: int) -> str:
    whole = paths.agreement(agreement.id, "budget")
    return f"{whole}?year={year}" if year else whole


def _form(turn: Turn, written: Returned, which: str) -> str:
    """The name of the form that comes back, or a new one."""
    given = written.fields.get("form", "") if written.form == which else ""
    return given if FORM.fullmatch(given) else f"{turn.dice.getrandbits(96):024x}"


def _sum(ore: int | None, language: str) -> str | None:
    return None if ore is None else money.show(ore, language)


def _rows(found: Budget, language: str, *, may_steer: bool) -> tuple[BudgetRow, ...]:
    return tuple(
        BudgetRow(
            line.id,
            line.words,
            budget_picture.of_line(line, language),
            line_path(line.id) if may_steer and line.id else "",
        )
        for line in found.lines
    )


def _hours(hours: Sequence[Hours], language: str) -> tuple[HoursRow, ...]:
    rows = []
    for _, given in groupby(hours, lambda one: one.organisation_id):
        theirs = list(given)
        minutes = {one.volunteers: one.minutes for one in theirs}
        rows.append(_hours_row(theirs[0].organisation, minutes.get(False), minutes.get(True), language))
    return tuple(rows)


def _hours_row(party: str, staff: int | None, volunteers: int | None, language: str) -> HoursRow:
    shown = (None if minutes is None else money.show_hours(minutes, language) for minutes in (staff, volunteers))
    return HoursRow(party, *shown)


def _reported(turn: Turn, agreement_id: int) -> list[ReportedRow]:
    """What was reported, the newest first; what was struck is among it."""
    return sorted([*_uses(turn, agreement_id), *_given(turn, agreement_id)], key=lambda row: row.at, reverse=True)


def _uses(turn: Turn, agreement_id: int) -> list[ReportedRow]:
    rows = turn.session.execute(
        select(BudgetUse, BudgetLine, Member)
        .join(BudgetLine, col(BudgetLine.id) == col(BudgetUse.line_id))
        .join(Member, col(Member.id) == col(BudgetUse.member_id))
        .where(col(BudgetLine.agreement_id) == agreement_id)
    ).all()
    return [
        _row(turn, use, by, line.words, money.show(abs(use.amount_ore), turn.language), "use", back=use.amount_ore < 0)
        for use, line, by in rows
    ]


def _given(turn: Turn, agreement_id: int) -> list[ReportedRow]:
    rows = turn.session.execute(
        select(InKind, Member)
        .join(Member, col(Member.id) == col(InKind.member_id))
        .where(col(InKind.agreement_id) == agreement_id)
    ).all()
    return [
        _row(
            turn,
            given,
            by,
            "volunteers" if given.volunteers else "staff",
            money.show_hours(given.minutes, turn.language),
            "hours",
        )
        for given, by in rows
    ]


def _row(
    turn: Turn, row: BudgetUse | InKind, by: Member, what: str, amount: str, kind: str, *, back: bool = False
) -> ReportedRow:
    can_strike = row.struck_at is None and may_strike(turn, by.organisation_id)
    return ReportedRow(
        hours=kind == "hours",
        what=what,
        amount=amount,
        back=back,
        first=row.first_day,
        last=row.last_day,
        by=by.name,
        at=row.at,
        struck_at=row.struck_at,
        strike=f"budget-{kind}/{row.id}/strike" if can_strike else "",
    )


def _last_month(agreement: Agreement, today: date) -> tuple[date, date]:
    """What a report is usually for: the month before this one, as far as the agreement runs in it."""
    last = min(today.replace(day=1) - timedelta(days=1), agreement.valid_to)
    last = max(last, agreement.valid_from)
    return max(last.replace(day=1), agreement.valid_from), last
