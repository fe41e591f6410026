"""What a partner did under an agreement, in figures. What nobody said is not known: it is never zero by itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from bot.agreements import occasions
from models import Activity, ActivityKind, Agreement, MissReason, Series, SeriesPurpose, Shift


@dataclass(frozen=True)
class Figures:
    """Activities of one kind, or of all kinds together.

    `visitors` adds up those occasions whose number is known, `counted` of them, the volunteers among them; nothing
    where no number is known. So do `volunteers` and `volunteers_counted`. At `few` occasions one to four came, and how
    many is not said; of `unknown` nobody has said how many. `leaders_said` counts the occasions of which somebody said
    whether the leaders were the same as the time before, `same_leaders` those at which they were.
    """

    held: int
    called_off: int
    visitors: int | None
    counted: int
    few: int
    unknown: int
    volunteers: int | None
    volunteers_counted: int
    volunteers_few: int
    volunteers_unknown: int
    leaders_said: int
    same_leaders: int

    @property
    def visitors_each(self) -> float | None:
        """How many came on average where the number is known; nothing where it never is."""
        return None if self.visitors is None else self.visitors / self.counted


@dataclass(frozen=True)
class ActivityFigures:
    """All activities of an agreement in a period, and those of each kind that there was, in the kinds' order."""

    total: Figures
    by_kind: Mapping[ActivityKind, Figures]


@dataclass(frozen=True)
class ShiftFigures:
    """Hours that a board promised at a partner's, in days.

    Each was kept, or missed for a reason, or the two sides say different things of it (`disputed`), or nobody has said.
    """

    promised: int
    kept: int
    missed: Mapping[MissReason, int]
    disputed: int
    unsaid: int


def of_agreement(session: Session, agreement_id: int, first: date, last: date) -> ActivityFigures:
    """What was logged under an agreement from `first` to `last` (inclusive); what was struck is left out."""
    rows = session.scalars(
        select(Activity)
        .where(col(Activity.agreement_id) == agreement_id, col(Activity.struck_at).is_(None))
        .where(col(Activity.day) >= first, col(Activity.day) <= last)
    ).all()
    kinds = {kind: [row for row in rows if row.kind is kind] for kind in ActivityKind}
    return ActivityFigures(_add_up(rows), {kind: _add_up(theirs) for kind, theirs in kinds.items() if theirs})


def _add_up(rows: Sequence[Activity]) -> Figures:
    held = [row for row in rows if not row.called_off]
    visitors = [row.visitors for row in held if row.visitors is not None]
    volunteers = [row.volunteers for row in held if row.volunteers is not None]
    few, few_volunteers = sum(row.few_visitors for row in held), sum(row.few_volunteers for row in held)
    return Figures(
        held=len(held),
        called_off=len(rows) - len(held),
        visitors=_sum(visitors),
        counted=len(visitors),
        few=few,
        unknown=len(held) - len(visitors) - few,
        volunteers=_sum(volunteers),
        volunteers_counted=len(volunteers),
        volunteers_few=few_volunteers,
        volunteers_unknown=len(held) - len(volunteers) - few_volunteers,
        leaders_said=sum(row.same_leaders is not None for row in held),
        same_leaders=sum(row.same_leaders is True for row in held),
    )


def _sum(numbers: Sequence[int]) -> int | None:
    return sum(numbers) if numbers else None


def shifts(session: Session, agreement_id: int, first: date, last: date) -> ShiftFigures:
    """What became of the days promised under an agreement from `first` to `last` (inclusive).

    A promise falls on no public holiday, unless somebody said of one that it was kept or missed.
    """
    agreement = session.get_one(Agreement, agreement_id)
    series = session.scalars(
        select(Series).where(col(Series.agreement_id) == agreement_id, col(Series.purpose) == SeriesPurpose.PRESENCE)
    ).all()
    promised = {(one.id, day) for one in series for day in occasions.days(one, agreement, first, last)}
    rows = session.scalars(
        select(Shift)
        .where(col(Shift.series_id).in_([one.id for one in series]))
        .where(col(Shift.day) >= first, col(Shift.day) <= last)
    ).all()
    return _tally(promised, rows)


def _tally(promised: set[tuple[int, date]], rows: Iterable[Shift]) -> ShiftFigures:
    spoken = occasions.by_day(rows)
    standing = [row for row in (words.stands for words in spoken.values()) if row]
    missed = Counter(row.reason for row in standing if not row.kept)
    return ShiftFigures(
        promised=len(promised | spoken.keys()),
        kept=sum(row.kept for row in standing),
        missed={reason: missed[reason] for reason in MissReason if missed[reason]},
        disputed=sum(words.differs for words in spoken.values()),
        unsaid=len(promised - spoken.keys()),
    )
