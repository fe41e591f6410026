"""What tests of budgets report, and what they then ask."""

from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from bot.agreements import budget
from bot.agreements.budget import Budget, Period
from models import Agreement, AuditEntry, BudgetLine, BudgetUse

NOON = datetime(2022, 10, 3, 12, tzinfo=UTC)
JUNE, JULY = (date(2022, 6, 1), date(2022, 6, 30)), (date(2022, 7, 1), date(2022, 7, 31))
FORM = "f" * 24


def of(session: Session, agreement: Agreement, period: Period | None = None) -> Budget:
    """The budget as it is now, of a period where one is given."""
    session.flush()
    return budget.of(session, agreement.id, period)


def uses(session: Session, line: BudgetLine) -> list[BudgetUse]:
    """What was ever reported of a line, the struck too."""
    return list(session.exec(select(BudgetUse).where(col(BudgetUse.line_id) == line.id)))


def acts(session: Session) -> list[str]:
    """What stands in the audit, oldest first."""
    return list(session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))))
