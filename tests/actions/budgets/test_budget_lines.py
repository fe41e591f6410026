"""The lines of an agreement's budget: what is planned, changed and taken away."""

import pytest
from sqlmodel import Session

from bot.actions import budgets
from bot.agreements import budget_rules
from bot.agreements.budget_rules import Flaw
from bot.demo.cast import KNUT, MAJ
from bot.errors import Refused
from models import Agreement, BudgetLine
from tests.actions.budgets.budgeting import FORM, JUNE, NOON, of, uses
from tests.hands import turn
from tests.works import ON_SQLITE


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "planned", "flaw"),
    [
        ("", 1, Flaw.NO_WORDS),
        ("x" * 121, 1, Flaw.TOO_LONG),
        ("Resor", None, Flaw.NO_AMOUNT),
        ("Resor", -1, Flaw.BELOW_NOUGHT),
        ("Handledare", 999, Flaw.SAME_WORDS),
        ("Handledare", 1_000_00, None),
        ("Resor", 0, None),
    ],
)
def test_a_line_says_what_the_money_is_for_and_how_much(
    session: Session, agreement: Agreement, line: BudgetLine, words: str, planned: int | None, flaw: Flaw | None
) -> None:
    assert budget_rules.line_flaw(turn(session, MAJ, NOON), agreement, words, planned) is flaw


@ON_SQLITE
def test_a_line_is_changed_and_goes_only_while_nothing_was_ever_reported_of_it(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    maj, knut = turn(session, MAJ, NOON), turn(session, KNUT, NOON)
    budgets.add_line(maj, agreement.id, "Resor", 500_00)
    budgets.change_line(maj, line.id, "Handledning", 900_00)
    assert (line.words, line.planned_ore) == ("Handledning", 900_00)
    with pytest.raises(Refused):
        budgets.change_line(maj, line.id, "Resor", 900_00)

    budgets.report_use(knut, line.id, 100_00, *JUNE, FORM)
    budgets.strike_use(knut, uses(session, line)[0].id)
    with pytest.raises(Refused):
        budgets.remove_line(maj, line.id)
    [other] = [one for one in of(session, agreement).lines if one.id != line.id]
    assert budgets.remove_line(maj, other.id) == agreement.id
    assert [one.id for one in of(session, agreement).lines] == [line.id]
