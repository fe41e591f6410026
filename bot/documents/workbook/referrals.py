"""The sheets of referrals: how many by month and state, without small counts, and which wait for an answer."""

from collections import Counter, defaultdict
from datetime import date

from sqlalchemy import Select, select
from sqlmodel import col

from bot import attention, clock, suppression
from bot.cards.referral import PLAIN
from bot.documents.workbook.sheet import Sheet
from bot.turn import Turn
from models import Member, Referral, ReferralStatus

STATES = ("sent", "seen", "running", "paused", "ended")
MONTHS_BACK = 23
MOST = 5_000


def by_month(turn: Turn) -> Sheet:
    """Referrals of the reader's unit (or board) by the month they were sent, over two years, and their state today.

    Counts of one to four are left out, and as many more as are needed so that none can be reckoned back.
    """
    first = clock.months_later(turn.today.replace(day=1), -MONTHS_BACK)
    counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for sent_at, status in turn.session.execute(
        select(col(Referral.sent_at), col(Referral.status)).where(
            col(Referral.referrer_id).in_(_referrers(turn)),
            col(Referral.sent_at) >= clock.at_local(first, 0),
            col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR,
        )
    ).all():
        counts[clock.today(sent_at).replace(day=1)][PLAIN.get(status, "ended")] += 1
    months = sorted(counts)
    table = suppression.told_table({str(month): {state: counts[month][state] for state in STATES} for month in months})
    rows = [(month, *(table.cells[str(month)][state] for state in STATES), table.rows[str(month)]) for month in months]
    return Sheet("referrals", ("month", *(f"state_{state}" for state in STATES), "all"), rows)


def waiting(turn: Turn) -> Sheet:
    """Referrals that a partner owes an answer, as the weekly page lists them: the code, the alias and the day."""
    rows, _ = attention.waiting(turn.session, turn.who.organisation_id, turn.who.unit, turn.today, MOST)
    return Sheet(
        "waiting", ("code", "alias", "waiting_since"), [(one.code, alias, one.waiting_since) for one, alias in rows]
    )


def _referrers(turn: Turn) -> Select[int]:
    theirs = select(col(Member.id)).where(col(Member.organisation_id) == turn.who.organisation_id)
    return theirs.where(col(Member.unit) == turn.who.unit) if turn.who.unit else theirs
