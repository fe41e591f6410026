"""An agreement's money and effort: the plan, what was used, the hours that were given."""

from datetime import date

from bot import dates, guard, money
from bot.actions import agreements, budgets
from bot.agreements import budget_rules
from bot.agreements.budget_rules import Flaw
from bot.errors import Refused
from bot.pages import budget, paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from bot.written import FORM
from messages import views
from messages.room.pages import Returned
from models import Agreement

REPORT = ("line", "amount", "back", "hours", "volunteers", "first", "last", "form")
PLAN = ("words", "planned")


def show(turn: Turn, ask: Ask) -> Outcome:
    """Lines, use, hours; the whole time or a year."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)
    return Shown(budget.page(turn, agreement, ask.number("year"), ask.number("page")))


def add_line(turn: Turn, ask: Ask) -> Outcome:
    """Plan a line; a form with a flaw comes back."""
    agreement = agreements.find(turn, ask.number("agreement"))
    words, planned = _line(ask)
    flaw = budget_rules.line_flaw(turn, agreement, words, planned) or _pointing(words)
    if flaw or planned is None:
        return _back(turn, agreement, ask, "line", flaw, PLAN)
    budgets.add_line(turn, agreement.id, words, planned)
    return _done(agreement.id, "budget_saved")


def take_over(turn: Turn, ask: Ask) -> Outcome:
    """Let a source's lines be the board's own."""
    budgets.take_over(turn, ask.number("agreement"))
    return _done(ask.number("agreement"), "budget_saved")


def show_line(turn: Turn, ask: Ask) -> Outcome:
    """One line, to be changed."""
    return Shown(budget.line_page(turn, budgets.find_line(turn, ask.number("line"))))


def change_line(turn: Turn, ask: Ask) -> Outcome:
    """Change it; a form with a flaw comes back."""
    line = budgets.find_line(turn, ask.number("line"))
    words, planned = _line(ask)
    agreement = turn.session.get_one(Agreement, line.agreement_id)
    flaw = budget_rules.line_flaw(turn, agreement, words, planned, line.id) or _pointing(words)
    if flaw or planned is None:
        return Shown(budget.line_page(turn, line, fields.only(ask, PLAN), flaw or ""), 422)
    budgets.change_line(turn, line.id, words, planned)
    return _done(agreement.id, "budget_saved")


def remove_line(turn: Turn, ask: Ask) -> Outcome:
    """Take a line away of which nothing was reported."""
    return _done(budgets.remove_line(turn, ask.number("line")), "budget_removed")


def report_use(turn: Turn, ask: Ask) -> Outcome:
    """Report what was used of a line; a form with a flaw comes back."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.REPORT_USE)
    amount, first, last = money.read(ask.form.get("amount", "")), _day(turn, ask, "first"), _day(turn, ask, "last")
    flaw = Flaw.NO_AMOUNT if amount is None else Flaw.NOUGHT if amount == 0 else None
    flaw = flaw or budget_rules.period_flaw(turn, agreement, first, last)
    line = ask.number("line")
    if not budget_rules.is_line_of(turn, agreement, line):
        flaw = Flaw.NO_LINE
    if flaw or amount is None or first is None or last is None:
        return _back(turn, agreement, ask, "use", flaw, REPORT)
    used = -abs(amount) if ask.ticked("back") else amount
    budgets.report_use(turn, line, used, first, last, _form(ask))
    return _done(agreement.id, "use_reported")


def report_hours(turn: Turn, ask: Ask) -> Outcome:
    """Report hours that one's own side gave; a form with a flaw comes back."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.REPORT_USE)
    minutes = money.read_hours(ask.form.get("hours", ""))
    first, last = _day(turn, ask, "first"), _day(turn, ask, "last")
    flaw = (None if minutes else Flaw.NO_HOURS) or budget_rules.period_flaw(turn, agreement, first, last)
    if flaw or minutes is None or first is None or last is None:
        return _back(turn, agreement, ask, "hours", flaw, REPORT)
    volunteers = ask.form.get("volunteers") == "yes"
    budgets.report_hours(turn, agreement.id, minutes, first, last, _form(ask), volunteers=volunteers)
    return _done(agreement.id, "hours_reported")


def strike_use(turn: Turn, ask: Ask) -> Outcome:
    """A report of use was a mistake."""
    return _done(budgets.strike_use(turn, ask.number("use")), "report_struck")


def strike_hours(turn: Turn, ask: Ask) -> Outcome:
    """A report of hours was a mistake."""
    return _done(budgets.strike_hours(turn, ask.number("hours")), "report_struck")


def _line(ask: Ask) -> tuple[str, int | None]:
    return " ".join(ask.form.get("words", "").split()), money.read(ask.form.get("planned", ""))


def _pointing(words: str) -> Flaw | None:
    """Whether the guard finds in `words` what tells who a person is."""
    return Flaw.POINTS if guard.find(words) else None


def _day(turn: Turn, ask: Ask, name: str) -> date | None:
    return dates.understood(ask.form.get(name, "").strip(), turn.today, prefer="past")


def _form(ask: Ask) -> str:
    form = ask.form.get("form", "")
    if not FORM.fullmatch(form):
        raise Refused(views.Stale())
    return form


def _back(turn: Turn, agreement: Agreement, ask: Ask, form: str, flaw: Flaw | None, names: tuple[str, ...]) -> Outcome:
    written = Returned(form, flaw or "", fields.only(ask, names))
    return Shown(budget.page(turn, agreement, written=written), 422)


def _done(agreement_id: int, said: str) -> Outcome:
    return Goto(paths.agreement(agreement_id, "budget"), said)
