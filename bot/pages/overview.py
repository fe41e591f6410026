"""The managers' overview: agreements and reports on a timeline, referrals by state. Pictures are measured here."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from bot import clock
from bot.cards.agreements import intention_word
from bot.cards.referral import PLAIN
from bot.suppression import FEWEST
from bot.turn import Turn
from messages import Word
from messages.room.pages import AgreementRow, Mark, OverviewPage, ReportRow, Span, StateBar, Timeline
from models import OPEN, Agreement, Member, Organisation, Party, Referral, ReferralStatus, ReportDuty

WIDTH, EDGE = 340, 6
TOP, ROW, BAR = 22, 34, 17
"""Of the timeline, in units of the picture: what stands above the rows, a row, and where in it the bar lies."""
STATE_ROW, LABEL = 30, 110
ROOM_FOR_COUNT = 90
BEHIND, AHEAD = 12, 24
"""Months that the timeline shows."""
NAME_FITS = 46
MOST = 40
STATES = ("sent", "seen", "running", "paused", "ended")


def page(turn: Turn) -> OverviewPage:
    """The overview as the manager's unit, or the whole board, may see it now. The caller has asked the policy."""
    board = turn.session.get_one(Organisation, turn.who.organisation_id)
    first, last = clock.months_later(turn.today, -BEHIND), clock.months_later(turn.today, AHEAD)
    agreements = _agreements(turn.session, board.id, first, last)
    shown = agreements[:MOST]
    reports = _reports(turn.session, board.id, last)
    return OverviewPage(
        scope=turn.who.unit or board.name,
        timeline=_timeline(shown, reports, first, last, turn.today),
        agreements=tuple(
            AgreementRow(one.name, one.valid_from, one.valid_to, _kind(one, turn.today), intention_word(one))
            for one in shown
        ),
        more=len(agreements) - len(shown),
        reports=tuple(
            ReportRow(agreement.name, Word(f"report.{duty.kind}"), duty.due_on, duty.due_on < turn.today)
            for duty, agreement in reports
        ),
        states=_bars(_by_state(turn)),
        states_height=STATE_ROW * len(STATES),
        fewest=FEWEST,
    )


def _agreements(session: Session, board_id: int, first: date, last: date) -> Sequence[Agreement]:
    """The board's agreements that run at some time on the timeline, the one that ends soonest first."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == board_id)
    return session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(theirs), col(Agreement.valid_to) >= first, col(Agreement.valid_from) <= last)
        .order_by(col(Agreement.valid_to), col(Agreement.name))
    ).all()


def _reports(session: Session, board_id: int, last: date) -> Sequence[tuple[ReportDuty, Agreement]]:
    """Reports of the board's agreements that have not come, the one due first on top."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == board_id)
    rows = session.execute(
        select(ReportDuty, Agreement)
        .join(Agreement, col(Agreement.id) == col(ReportDuty.agreement_id))
        .where(col(ReportDuty.agreement_id).in_(theirs), col(ReportDuty.received_at).is_(None))
        .where(col(ReportDuty.due_on) <= last)
        .order_by(col(ReportDuty.due_on), col(ReportDuty.id))
    ).all()
    return [(duty, agreement) for duty, agreement in rows]


def _by_state(turn: Turn) -> Mapping[str, int]:
    """Referrals of the unit (or board) by the state that users see; those that ended within a year."""
    referrers = select(col(Member.id)).where(col(Member.organisation_id) == turn.who.organisation_id)
    if turn.who.unit:
        referrers = referrers.where(col(Member.unit) == turn.who.unit)
    year_ago = turn.now - timedelta(days=365)
    rows = turn.session.execute(
        select(col(Referral.status), func.count())
        .where(col(Referral.referrer_id).in_(referrers), col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR)
        .where(or_(col(Referral.status).in_(OPEN), col(Referral.changed_at) >= year_ago))
        .group_by(col(Referral.status))
    ).all()
    found: Counter[str] = Counter()
    for status, count in rows:
        found[PLAIN.get(status, "ended")] += count
    return found


def _bars(counts: Mapping[str, int]) -> tuple[StateBar, ...]:
    """A bar for each state; those too few to be told apart have none."""
    told = {state: count for state, count in counts.items() if count >= FEWEST}
    unit = (WIDTH - LABEL - ROOM_FOR_COUNT) / max([*told.values(), 1])
    return tuple(
        StateBar(Word(f"state.{state}"), told.get(state), index * STATE_ROW, round(told.get(state, 0) * unit, 1))
        for index, state in enumerate(STATES)
    )


def _timeline(
    agreements: Sequence[Agreement],
    reports: Sequence[tuple[ReportDuty, Agreement]],
    first: date,
    last: date,
    today: date,
) -> Timeline:
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for duty, agreement in reports:
        if duty.due_on >= first:
            marks[agreement.id].append(Mark(_x(duty.due_on, first, last), duty.due_on < today))
    spans = []
    for index, one in enumerate(agreements):
        x, end = _x(max(one.valid_from, first), first, last), _x(min(one.valid_to, last), first, last)
        width = round(max(end - x, 2), 1)
        y = TOP + index * ROW
        spans.append(Span(_short(one.name), y, x, width, _kind(one, today), tuple(marks[one.id])))
    years = tuple((year, _x(date(year, 1, 1), first, last)) for year in range(first.year + 1, last.year + 1))
    height = TOP + ROW * len(agreements) + EDGE
    return Timeline(WIDTH, height, _x(today, first, last), years, tuple(spans), first, last)


def _x(day: date, first: date, last: date) -> float:
    """Where on the picture a day is."""
    return round(EDGE + (WIDTH - 2 * EDGE) * (day - first).days / (last - first).days, 1)


def _kind(agreement: Agreement, today: date) -> str:
    if agreement.in_force(today):
        return "now"
    return "past" if agreement.valid_to < today else "coming"


def _short(name: str) -> str:
    return name if len(name) <= NAME_FITS else name[: NAME_FITS - 1].rstrip() + "…"
