"""The reader's agreements: those in force first, then those that come, then those that have been."""

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import policy
from bot.agreements import periods
from bot.agreements.periods import Standing
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages.room.pages import AgreementLine, AgreementsPage
from models import Agreement, Party

PAGE = 20
GROUPS = {
    Standing.IN_FORCE: "now",
    Standing.UNKNOWN: "unsure",
    Standing.COMING: "coming",
    Standing.PROPOSED: "coming",
    Standing.LAPSED: "over",
    Standing.WITHDRAWN: "over",
}
SAID = frozenset({Standing.COMING, Standing.PROPOSED, Standing.WITHDRAWN})
"""What the group's heading does not say."""
ORDER = ("now", "unsure", "coming", "over")


def page(turn: Turn, number: int) -> AgreementsPage:
    """The page `number` (from 0). The caller has asked the policy."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == turn.who.organisation_id)
    rows = turn.session.scalars(select(Agreement).where(col(Agreement.id).in_(theirs))).all()
    ordered = sorted(rows, key=lambda one: _place(one, turn.today))
    pages = max(1, -(-len(ordered) // PAGE))
    number = min(number, pages - 1)
    shown = ordered[number * PAGE : (number + 1) * PAGE]
    return AgreementsPage(
        lines=tuple(_line(one, turn.today) for one in shown),
        page=number,
        pages=pages,
        propose="agreements/new" if policy.allows(turn.who.role, Act.PROPOSE_AGREEMENT) else "",
    )


def _place(agreement: Agreement, today: date) -> tuple[int, int, str]:
    """What ends soonest first among those in force, what begins soonest among those to come, then the newest end."""
    group = GROUPS[periods.standing(agreement, today)]
    days = {"now": agreement.valid_to.toordinal(), "coming": agreement.valid_from.toordinal()}
    return ORDER.index(group), days.get(group, -agreement.valid_to.toordinal()), agreement.name


def _line(agreement: Agreement, today: date) -> AgreementLine:
    standing = periods.standing(agreement, today)
    return AgreementLine(
        path=paths.agreement(agreement.id),
        name=agreement.name,
        standing=f"standing_{standing}" if standing in SAID else "",
        group=f"group_{GROUPS[standing]}",
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
        unexplained=periods.unexplained_days(agreement),
    )
