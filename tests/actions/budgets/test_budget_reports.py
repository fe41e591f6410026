"""Reports of money and hours: for which period, once, and struck by the side that made a mistake."""

from datetime import date

import pytest
from sqlmodel import Session, select

from bot.actions import budgets
from bot.agreements import budget_rules
from bot.agreements.budget_rules import Flaw
from bot.demo.cast import KNUT, MAJ, SIRI
from bot.errors import Refused
from models import Agreement, AgreementStatus, BudgetLine, InKind
from tests.actions.budgets.budgeting import FORM, JUNE, NOON, acts, of, uses
from tests.hands import turn
from tests.works import ON_SQLITE


def test_the_same_form_saved_twice_is_one_report(session: Session, agreement: Agreement, line: BudgetLine) -> None:
    for _ in range(2):
        budgets.report_use(turn(session, KNUT, NOON), line.id, 100_00, *JUNE, FORM)
        budgets.report_hours(turn(session, KNUT, NOON), agreement.id, 60, *JUNE, FORM, volunteers=False)
        budgets.add_line(turn(session, MAJ, NOON), agreement.id, " Handledare ", 1_000_00)
    found = of(session, agreement)
    assert found.used_ore == 100_00
    assert found.minutes(volunteers=False) == 60
    assert len(found.lines) == 1
    assert [acts(session).count(act) for act in ("report_use", "report_hours", "plan_budget")] == [1, 1, 1]


def test_a_form_that_was_saved_is_not_silently_passed_over_with_another_amount(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    knut = turn(session, KNUT, NOON)
    budgets.report_use(knut, line.id, 100_00, *JUNE, FORM)
    budgets.report_hours(knut, agreement.id, 60, *JUNE, FORM, volunteers=False)
    with pytest.raises(Refused):
        budgets.report_use(knut, line.id, 200_00, *JUNE, FORM)
    with pytest.raises(Refused):
        budgets.report_hours(knut, agreement.id, 60, *JUNE, FORM, volunteers=True)


@ON_SQLITE
@pytest.mark.parametrize(
    ("first", "last", "flaw"),
    [
        (None, JUNE[1], Flaw.NO_DAY),
        (JUNE[1], JUNE[0], Flaw.TURNED),
        (date(2022, 5, 31), JUNE[1], Flaw.OUTSIDE),
        (JUNE[0], date(2022, 10, 4), Flaw.AHEAD),
        (date(2022, 10, 3), date(2022, 10, 3), None),
    ],
)
def test_a_report_is_for_a_period_that_is_over_and_lies_in_the_agreements_own(
    session: Session, agreement: Agreement, line: BudgetLine, first: date | None, last: date, flaw: Flaw | None
) -> None:
    knut = turn(session, KNUT, NOON)
    assert budget_rules.period_flaw(knut, agreement, first, last) is flaw
    if first and flaw:
        with pytest.raises(Refused):
            budgets.report_use(knut, line.id, 100_00, first, last, FORM)
        assert not uses(session, line)


@ON_SQLITE
def test_nothing_is_reported_of_an_agreement_that_nobody_entered_into(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    agreement.status = AgreementStatus.PROPOSED
    assert budget_rules.period_flaw(turn(session, KNUT, NOON), agreement, *JUNE) is Flaw.NOT_AGREED


def test_a_mistake_is_struck_by_the_side_that_made_it_and_stays_to_be_seen(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    budgets.report_use(turn(session, KNUT, NOON), line.id, 100_00, *JUNE, FORM)
    budgets.report_hours(turn(session, MAJ, NOON), agreement.id, 60, *JUNE, FORM, volunteers=False)
    [use], [given] = uses(session, line), session.exec(select(InKind)).all()
    for player, strike, row in ((MAJ, budgets.strike_use, use), (KNUT, budgets.strike_hours, given)):
        with pytest.raises(Refused):
            strike(turn(session, player, NOON), row.id)

    for _ in range(2):
        budgets.strike_use(turn(session, SIRI, NOON), use.id)
        budgets.strike_hours(turn(session, MAJ, NOON), given.id)

    found = of(session, agreement)
    assert (found.used_ore, found.hours) == (None, ())
    assert use.struck_at == NOON
    assert [acts(session).count(act) for act in ("strike_use", "strike_hours")] == [1, 1]
