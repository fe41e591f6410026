"""How it stands with an agreement's period on a day. OCDS: a start, an end, and the furthest end (maxExtentDate)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, and_, select
from sqlmodel import Session, col

from bot import workdays
from bot.clock import months_later
from models import Agreement, AgreementStatus


class Standing(StrEnum):
    PROPOSED = "proposed"
    COMING = "coming"
    IN_FORCE = "in_force"
    UNKNOWN = "unknown"
    """After the last day, and before an end that a source reports and no decision explains: nobody is referred."""
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


def in_force_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether an `Agreement` is agreed on and `day` lies in its period, as `Agreement.in_force` says of one."""
    agreed = col(Agreement.status) == AgreementStatus.AGREED
    return and_(col(Agreement.valid_from) <= day, col(Agreement.valid_to) >= day, agreed)


def standing(agreement: Agreement, day: date) -> Standing:
    """How it stands with `agreement` on `day`."""
    if agreement.status is not AgreementStatus.AGREED:
        return Standing(agreement.status.value)
    if day < agreement.valid_from:
        return Standing.COMING
    if agreement.in_force(day):
        return Standing.IN_FORCE
    reported = agreement.reported_end
    return Standing.UNKNOWN if reported and day <= reported else Standing.LAPSED


def furthest_end(agreement: Agreement) -> date:
    """The last day that an extension may reach (inclusive): counted from the end that was first agreed.

    A period that ends on a month's last day is extended to a month's last day.
    """
    first_end = agreement.first_end or agreement.valid_to
    months = agreement.extension_permitted_months or 0
    return months_later(first_end + workdays.DAY, months) - workdays.DAY


def unexplained_days(agreement: Agreement) -> int:
    """Days after the last day up to the end that a source reports (inclusive); 0 where it reports none."""
    return max((agreement.reported_end - agreement.valid_to).days, 0) if agreement.reported_end else 0


def predecessor(session: Session, agreement: Agreement) -> Agreement | None:
    """The agreement that this one follows."""
    if agreement.follows is None:
        return None
    return session.scalars(select(Agreement).where(col(Agreement.name) == agreement.follows)).first()


def gap_days(earlier: Agreement, later: Agreement) -> int:
    """Days without an agreement between the two; 0 where one begins when the other has ended, or before."""
    return max((later.valid_from - earlier.valid_to).days - 1, 0)
