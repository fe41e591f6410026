"""An agreement's money and effort: what the board plans, what is reported as used, the hours that a party gave."""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from bot import audit
from bot.actions import agreements
from bot.agreements import budget
from bot.agreements.budget_rules import Flaw, has_use, line_flaw, may_strike, period_flaw
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from bot.upsert import insert_new
from messages import views
from models import Agreement, BudgetLine, BudgetUse, InKind, Member


def add_line(turn: Turn, agreement_id: int, words: str, planned_ore: int) -> None:
    """Plan `planned_ore` for `words`; the same line a second time changes nothing.

    Raises:
        Refused: not theirs to steer, or a flaw that `line_flaw` names.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    _refuse(line_flaw(turn, agreement, words, planned_ore))
    if _insert_line(turn, agreement.id, words.strip(), planned_ore):
        audit.note(turn, "plan_budget", "agreement", agreement.id)


def take_over(turn: Turn, agreement_id: int) -> None:
    """Let the lines that a source states be the board's own; where it has written some, nothing is taken over.

    Raises:
        Refused: not theirs to steer.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    if _last_position(turn, agreement.id) is not None:
        return
    for line in budget.source_lines(agreement):
        _insert_line(turn, agreement.id, line.words, line.planned_ore)
    audit.note(turn, "plan_budget", "agreement", agreement.id)


def change_line(turn: Turn, line_id: int, words: str, planned_ore: int) -> BudgetLine:
    """Let a line be for `words` and `planned_ore`.

    Raises:
        Refused: not theirs to steer, gone, or a flaw that `line_flaw` names.
    """
    line = find_line(turn, line_id, lock=True)
    _refuse(line_flaw(turn, turn.session.get_one(Agreement, line.agreement_id), words, planned_ore, line.id))
    if (line.words, line.planned_ore) != (words.strip(), planned_ore):
        line.words, line.planned_ore = words.strip(), planned_ore
        audit.note(turn, "plan_budget", "agreement", line.agreement_id)
    return line


def remove_line(turn: Turn, line_id: int) -> int:
    """Take away a line of which nothing was reported.

    Returns:
        The agreement's id.

    Raises:
        Refused: not theirs to steer, gone, or something was reported of it.
    """
    line = find_line(turn, line_id, lock=True)
    if has_use(turn, line.id):
        raise Refused(views.Stale())
    turn.session.delete(line)
    audit.note(turn, "remove_budget_line", "agreement", line.agreement_id)
    return line.agreement_id


def report_use(turn: Turn, line_id: int, amount_ore: int, first: date, last: date, form: str) -> None:
    """Report that `amount_ore` of a line was used from `first` to `last`; below zero, that so much was paid back.

    `form` names the form it was written in: the same form a second time does no more.

    Raises:
        Refused: not theirs to report, nothing at all, a period that `period_flaw` names, or the form was saved with
            something else in it.
    """
    line = find_line(turn, line_id, Act.REPORT_USE, lock=True)
    agreement = turn.session.get_one(Agreement, line.agreement_id)
    _refuse(period_flaw(turn, agreement, first, last) or (None if amount_ore else Flaw.NOUGHT))
    row = {"line_id": line.id, "amount_ore": amount_ore, "first_day": first, "last_day": last, "form": form}
    if _insert_report(turn, BudgetUse, row):
        audit.note(turn, "report_use", "agreement", agreement.id)


def report_hours(
    turn: Turn, agreement_id: int, minutes: int, first: date, last: date, form: str, *, volunteers: bool
) -> None:
    """Report hours that one's own side gave, its volunteers or its staff.

    Raises:
        Refused: not theirs to report, no time at all, or a period that `period_flaw` names.
    """
    agreement = agreements.find(turn, agreement_id, Act.REPORT_USE, lock=True)
    _refuse(period_flaw(turn, agreement, first, last) or (None if minutes > 0 else Flaw.NO_HOURS))
    given = {"agreement_id": agreement.id, "organisation_id": turn.who.organisation_id, "volunteers": volunteers}
    row = {**given, "minutes": minutes, "first_day": first, "last_day": last, "form": form}
    if _insert_report(turn, InKind, row):
        audit.note(turn, "report_hours", "agreement", agreement.id)


def strike_use(turn: Turn, use_id: int) -> int:
    """Say that a report of use was a mistake; it stays to be seen, and counts no more.

    Returns:
        The agreement's id.

    Raises:
        Refused: there is none, or another side reported it.
    """
    use = turn.session.get(BudgetUse, use_id, with_for_update=True)
    line = turn.session.get(BudgetLine, use.line_id) if use else None
    return _strike(turn, use, line.agreement_id if line else 0)


def strike_hours(turn: Turn, given_id: int) -> int:
    """The same of hours."""
    given = turn.session.get(InKind, given_id, with_for_update=True)
    return _strike(turn, given, given.agreement_id if given else 0)


def find_line(turn: Turn, line_id: int, act: Act = Act.STEER_AGREEMENT, *, lock: bool = False) -> BudgetLine:
    """The line, for an act that the policy allows to a party of its agreement.

    Raises:
        Refused: there is none, or it is others'; said in the same words.
    """
    agreement_id = turn.session.scalars(
        select(col(BudgetLine.agreement_id)).where(col(BudgetLine.id) == line_id)
    ).first()
    agreements.find(turn, agreement_id or 0, act, lock=lock)
    line = turn.session.get(BudgetLine, line_id, with_for_update=lock or None)
    if line is None:
        raise Refused(views.NotFound())
    return line


def _refuse(flaw: Flaw | None) -> None:
    """A flaw that our own pages had not let by."""
    if flaw:
        raise Refused(views.Stale())


def _last_position(turn: Turn, agreement_id: int) -> int | None:
    theirs = col(BudgetLine.agreement_id) == agreement_id
    last: int | None = turn.session.execute(select(func.max(col(BudgetLine.position))).where(theirs)).scalar_one()
    return last


def _insert_line(turn: Turn, agreement_id: int, words: str, planned_ore: int) -> bool:
    """Put a line last; whether it is new."""
    last = _last_position(turn, agreement_id)
    position = 0 if last is None else last + 1
    row = {"agreement_id": agreement_id, "position": position, "words": words, "planned_ore": planned_ore}
    return _insert(turn, BudgetLine, row, "agreement_id", "words")


def _insert_report(turn: Turn, table: type[BudgetUse] | type[InKind], row: dict[str, object]) -> bool:
    """Keep a report, unless its form was saved before; whether it is new.

    Raises:
        Refused: the form was saved with something else in it.
    """
    if _insert(turn, table, {**row, "member_id": turn.who.id, "at": turn.now}, "form"):
        return True
    if turn.session.scalars(select(table).filter_by(**row)).first() is None:
        raise Refused(views.Stale())
    return False


def _insert(
    turn: Turn, table: type[BudgetLine] | type[BudgetUse] | type[InKind], row: dict[str, object], *unique: str
) -> bool:
    insert = insert_new(turn.session, table, *unique, returning=("id",))
    return turn.session.execute(insert, [row]).first() is not None


def _strike(turn: Turn, row: BudgetUse | InKind | None, agreement_id: int) -> int:
    agreements.find(turn, agreement_id, Act.REPORT_USE)
    if row is None or not may_strike(turn, turn.session.get_one(Member, row.member_id).organisation_id):
        raise Refused(views.NotFound())
    if row.struck_at is None:
        row.struck_at = turn.now
        audit.note(turn, "strike_use" if isinstance(row, BudgetUse) else "strike_hours", "agreement", agreement_id)
    return agreement_id
