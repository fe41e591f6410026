"""The agreement that runs, and a line of its budget."""

import pytest
from sqlmodel import Session, col, select

from bot.actions import budgets
from bot.demo.cast import MAJ, PARTNER
from models import Agreement, BudgetLine
from tests.actions.budgets.budgeting import NOON
from tests.hands import turn


@pytest.fixture
def agreement(session: Session) -> Agreement:
    """The agreement that runs, without any line."""
    return session.exec(select(Agreement).where(col(Agreement.name) == PARTNER)).one()


@pytest.fixture
def line(session: Session, agreement: Agreement) -> BudgetLine:
    """A line of 1 000 kronor."""
    budgets.add_line(turn(session, MAJ, NOON), agreement.id, "Handledare", 1_000_00)
    return session.exec(select(BudgetLine).where(col(BudgetLine.agreement_id) == agreement.id)).one()
