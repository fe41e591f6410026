"""Money and effort of an agreement. Amounts are whole hundredths of a krona (öre), time is whole minutes."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.base import Moment, Row


class BudgetLine(Row, table=True):
    """What is planned for one purpose."""

    __table_args__ = (UniqueConstraint("agreement_id", "words"), CheckConstraint("planned_ore >= 0", name="planned"))

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    position: int
    words: str
    planned_ore: int = Field(sa_type=BigInteger)


class BudgetUse(Row, table=True):
    """What the partner reports as used of a line in a period. A mistake is struck, not removed."""

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="period"),
        CheckConstraint("amount_ore <> 0", name="amount"),
        Index(None, "line_id"),
    )

    id: int = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="budgetline.id")
    amount_ore: int = Field(sa_type=BigInteger)
    """Below zero where something was paid back."""
    first_day: date
    last_day: date
    form: str = Field(unique=True)
    """The form it was written in: saving the same form again finds it."""
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
    struck_at: datetime | None = Field(default=None, sa_type=Moment)


class InKind(Row, table=True):
    """Hours that a party gave in a period, beside money. A mistake is struck, not removed."""

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="period"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index(None, "agreement_id"),
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    volunteers: bool
    """Whether volunteers gave them, rather than staff."""
    minutes: int
    first_day: date
    last_day: date
    form: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
    struck_at: datetime | None = Field(default=None, sa_type=Moment)
