"""What was held and who was there since the last meeting: activities and promised hours, as they were logged."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, select
from sqlmodel import Session, col

from bot import suppression
from bot.agreements import activities, occasions
from bot.agreements.activities import Figures
from bot.agreements.counts import KINDS
from bot.agreements.steering_pack.contents import Held, People, Presence
from models import ActivityKind, MissReason, Series, SeriesPurpose, Shift

KEPT, MISSED, DISPUTED, UNLOGGED = "kept", "missed", "disputed", "unlogged"
NOTHING = Figures(0, 0, None, 0, 0, 0, None, 0, 0, 0, 0, 0)


def held(session: Session, agreement_id: int, since: date, until: date) -> tuple[Held, ...]:
    """Each kind of activity that was logged, or should have been, from `since` to `until` (inclusive)."""
    logged = activities.of_agreement(session, agreement_id, since, until).by_kind
    due = occasions.between(session, occasions.activities_of([agreement_id]), since, until)
    unlogged = Counter(one.series.kind for one in occasions.unlogged(session, due))
    return tuple(
        _held(kind, logged.get(kind, NOTHING), unlogged[kind]) for kind in KINDS if kind in logged or unlogged[kind]
    )


def presence(session: Session, agreement_id: int, since: date, until: date) -> Presence | None:
    """The promised days from `since` to `until` (inclusive), and what became of them; nothing where none are known."""
    of_presence = (col(Series.agreement_id) == agreement_id, col(Series.purpose) == SeriesPurpose.PRESENCE)
    if not session.scalars(select(exists().where(*of_presence))).one():
        return None
    due = occasions.between(session, occasions.presence_of([agreement_id]), since, until)
    said = _shifts(session, agreement_id, since, until)
    days = {(one.series.id, one.day) for one in due} | said.keys()
    outcomes = Counter(_outcome(said[day]) for day in days)
    missed = [_standing(said[day])[0].reason for day in days if _outcome(said[day]) == MISSED]
    reasons = Counter(missed)
    return Presence(
        promised=len(days),
        kept=outcomes[KEPT],
        missed=outcomes[MISSED],
        disputed=outcomes[DISPUTED],
        unlogged=outcomes[UNLOGGED],
        reasons=tuple((reason, reasons[reason]) for reason in MissReason if reasons[reason]),
    )


def _shifts(
    session: Session, agreement_id: int, since: date, until: date
) -> defaultdict[tuple[int, date], list[Shift]]:
    rows = session.scalars(
        select(Shift)
        .join(Series, col(Series.id) == col(Shift.series_id))
        .where(col(Series.agreement_id) == agreement_id, col(Shift.day) >= since, col(Shift.day) <= until)
        .order_by(col(Shift.id))
    )
    said: defaultdict[tuple[int, date], list[Shift]] = defaultdict(list)
    for row in rows:
        said[row.series_id, row.day].append(row)
    return said


def _standing(said: Sequence[Shift]) -> Sequence[Shift]:
    """What stands of a day: the board's manager's correction, or else what each side said."""
    return [row for row in said if row.corrects] or said


def _outcome(said: Sequence[Shift]) -> str:
    stands = {row.kept for row in _standing(said)}
    if not stands:
        return UNLOGGED
    return DISPUTED if len(stands) > 1 else KEPT if True in stands else MISSED


def _held(kind: ActivityKind, figures: Figures, unlogged: int) -> Held:
    return Held(
        kind=kind,
        held=figures.held,
        called_off=figures.called_off,
        unlogged=unlogged,
        visitors=_people(figures.visitors, figures.few, figures.unknown),
        volunteers=_people(figures.volunteers, figures.volunteers_few, figures.volunteers_unknown),
        same_leaders=figures.same_leaders,
        other_leaders=figures.leaders_said - figures.same_leaders,
        leaders_unsaid=figures.held - figures.leaders_said,
    )


def _people(total: int | None, few: int, missing: int) -> People:
    told = None if total is None else suppression.shown(total)
    return People(told, hidden=total is not None and told is None, few=few, missing=missing)
