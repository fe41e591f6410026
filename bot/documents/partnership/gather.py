"""Everything a document about a board's partnerships in a period needs, read from the rows in one go."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock
from bot.agreements import activities, budget, reports
from bot.agreements.activities import ActivityFigures, ShiftFigures
from bot.agreements.budget import Budget
from bot.documents.partnership import chains, counted
from bot.documents.partnership.chains import Chain
from bot.documents.partnership.counted import Counts
from bot.sealed import Vault
from bot.workdays import DAY
from models import (
    Activity,
    Assessment,
    Criterion,
    Goal,
    Organisation,
    Report,
    ReportDuty,
    Series,
    SeriesPurpose,
    SteeringMeeting,
)


@dataclass(frozen=True)
class Gathered:
    """A board's partnerships that ran from `first` to `last` (inclusive), as known on `today`.

    The mappings are by an agreement's id; an agreement of which nothing is logged is not in them.
    """

    board: Organisation
    first: date
    last: date
    today: date
    chains: tuple[Chain, ...]
    counts: Counts
    logged: Mapping[int, ActivityFigures]
    shifts: Mapping[int, ShiftFigures]
    answers: Mapping[int, Mapping[Criterion, Assessment]]

    def judged(self, ids: Sequence[int]) -> Mapping[Criterion, Assessment]:
        """Each criterion as it was last judged under the agreements `ids`, the earliest of them first."""
        return {criterion: answer for one in ids for criterion, answer in self.answers.get(one, {}).items()}


def year(session: Session, board_id: int, of: int, today: date) -> Gathered:
    """What a follow-up of the year `of` needs."""
    first, last = date(of, 1, 1), date(of, 12, 31)
    everything = chains.of_board(session, board_id)
    running = tuple(chain for chain in everything if chain.running(first, last))
    return _gather(session, board_id, running, first, last, today)


@dataclass(frozen=True)
class Whole:
    """A partnership for the whole of its time, with what only a final report needs."""

    gathered: Gathered
    chain: Chain
    goals: Sequence[Goal]
    duties: Sequence[ReportDuty]
    budgets: Mapping[int, Budget]
    meetings: Sequence[SteeringMeeting]
    said: Sequence[reports.Fields]
    """What the partner has handed in, the newest report last; nothing without the keys."""


def whole(session: Session, board_id: int, agreement_id: int, today: date, vault: Vault | None = None) -> Whole | None:
    """What a final report needs of the partnership that an agreement belongs to.

    Args:
        session: an open transaction.
        board_id: whose partnership it is.
        agreement_id: any of its agreements.
        today: the day on which it is drawn up.
        vault: what opens the partner's reports; without it they are left out.

    Returns:
        Nothing where the agreement is not the board's, or not agreed on.
    """
    chain = next((one for one in chains.of_board(session, board_id) if agreement_id in one.ids), None)
    if chain is None:
        return None
    first = min(one.valid_from for one in chain.agreements)
    last = max(max(one.valid_to, one.reported_end or one.valid_to) for one in chain.agreements)
    return Whole(
        gathered=_gather(session, board_id, (chain,), first, last, today),
        chain=chain,
        goals=_goals(session, chain.ids),
        duties=_duties(session, chain.ids),
        budgets={one: budget.of(session, one) for one in chain.ids},
        meetings=_on_accessibility(session, chain.ids, today),
        said=_handed_in(session, chain.ids, vault) if vault else (),
    )


def _gather(
    session: Session, board_id: int, running: tuple[Chain, ...], first: date, last: date, today: date
) -> Gathered:
    ids = [agreement_id for chain in running for agreement_id in chain.ids]
    until = min(last, today)
    return Gathered(
        board=session.get_one(Organisation, board_id),
        first=first,
        last=last,
        today=today,
        chains=running,
        counts=counted.count(session, board_id, first, last),
        logged={one: activities.of_agreement(session, one, first, last) for one in _with_activities(session, ids)},
        shifts={one: activities.shifts(session, one, first, until) for one in _with_promises(session, ids, until)},
        answers=_answers(session, ids),
    )


def _with_activities(session: Session, ids: Collection[int]) -> Sequence[int]:
    """Those under which an activity is logged: most have none, and need not be asked about."""
    logged = select(col(Activity.agreement_id)).where(col(Activity.agreement_id).in_(ids))
    return session.scalars(logged.where(col(Activity.struck_at).is_(None)).distinct()).all()


def _with_promises(session: Session, ids: Collection[int], until: date) -> Sequence[int]:
    """Those under which the board has promised hours on some day up to `until`."""
    promised = select(col(Series.agreement_id)).where(col(Series.agreement_id).in_(ids), col(Series.begins) <= until)
    return session.scalars(promised.where(col(Series.purpose) == SeriesPurpose.PRESENCE).distinct()).all()


def _answers(session: Session, ids: Collection[int]) -> Mapping[int, Mapping[Criterion, Assessment]]:
    rows = session.scalars(
        select(Assessment)
        .where(col(Assessment.agreement_id).in_(ids))
        .order_by(col(Assessment.judged_on), col(Assessment.id))
    )
    found: defaultdict[int, dict[Criterion, Assessment]] = defaultdict(dict)
    for row in rows:
        found[row.agreement_id][row.criterion] = row
    return found


def _goals(session: Session, ids: Collection[int]) -> Sequence[Goal]:
    of = select(Goal).where(col(Goal.agreement_id).in_(ids))
    return session.scalars(of.order_by(col(Goal.agreement_id), col(Goal.position), col(Goal.id))).all()


def _duties(session: Session, ids: Collection[int]) -> Sequence[ReportDuty]:
    of = select(ReportDuty).where(col(ReportDuty.agreement_id).in_(ids))
    return session.scalars(of.order_by(col(ReportDuty.due_on), col(ReportDuty.id))).all()


def _handed_in(session: Session, ids: Collection[int], vault: Vault) -> Sequence[reports.Fields]:
    rows = session.scalars(
        select(Report)
        .join(ReportDuty, col(ReportDuty.id) == col(Report.duty_id))
        .where(col(ReportDuty.agreement_id).in_(ids), col(Report.state).in_(reports.HANDED_IN))
        .order_by(col(Report.last_day), col(Report.id))
    )
    return [reports.words(vault, row) for row in rows]


def _on_accessibility(session: Session, ids: Collection[int], today: date) -> Sequence[SteeringMeeting]:
    """The steering group's meetings so far at which something was raised about accessibility."""
    raised = select(SteeringMeeting).where(
        col(SteeringMeeting.agreement_id).in_(ids),
        col(SteeringMeeting.called_off_at).is_(None),
        col(SteeringMeeting.accessibility) != "",
        col(SteeringMeeting.starts_at) < clock.at_local(today + DAY, 0),
    )
    return session.scalars(raised.order_by(col(SteeringMeeting.starts_at))).all()
