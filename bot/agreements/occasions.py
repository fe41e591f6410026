"""On which days something that comes back every week falls, and which of them nobody has spoken of yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from bot import workdays
from models import Activity, Agreement, AgreementStatus, Member, Party, Role, Series, SeriesPurpose, Shift

WEEK = timedelta(days=7)
LOOKED_BACK = timedelta(days=14)
"""So long something that was due waits on the cards; after that it is written in the room."""
OPEN, KEPT = "open", "kept"
DIFFERS = "_differs"
"""Ends the occasion of a notice that says that the two sides differ."""
AFTERWARDS = timedelta(days=30)
"""So long after an agreement's end its partner still logs what was held under it."""


@dataclass(frozen=True)
class Occasion:
    """A day of a series."""

    series: Series
    agreement: Agreement
    day: date


@dataclass(frozen=True)
class Spoken:
    """What each side said of a promised day, and what a manager of the board said after the two differed."""

    board: Shift | None = None
    partner: Shift | None = None
    correction: Shift | None = None

    @property
    def stands(self) -> Shift | None:
        """The word that stands: the manager's, or what is said on one side and not otherwise on the other."""
        return self.correction or (None if self.differs else self.board or self.partner)

    @property
    def differs(self) -> bool:
        """Whether the two sides say different things and nobody has corrected it."""
        return bool(self.board and self.partner and not self.correction and state(self.board) != state(self.partner))

    @property
    def words(self) -> tuple[Shift, ...]:
        """All of them, the manager's last."""
        return tuple(one for one in (self.board, self.partner, self.correction) if one)


def days(series: Series, agreement: Agreement, first: date, last: date) -> Iterator[date]:
    """The days of `series` from `first` to `last` (inclusive) while `agreement` runs, the oldest first.

    A public holiday is none of them: nothing is expected then.
    """
    first = max(first, series.begins, agreement.valid_from)
    last = min(last, agreement.valid_to, series.ends_on or last)
    day = first + timedelta(days=(series.weekday - first.isoweekday()) % 7)
    while day <= last:
        if not workdays.is_holiday(day):
            yield day
        day += WEEK


def between(session: Session, of: ColumnElement[bool], first: date, last: date) -> list[Occasion]:
    """The days from `first` to `last` of every series that `of` (about `Series` or `Agreement`) holds of."""
    rows = session.execute(
        select(Series, Agreement)
        .join(Agreement, col(Agreement.id) == col(Series.agreement_id))
        .where(of, col(Agreement.status) == AgreementStatus.AGREED, col(Series.begins) <= last)
        .where(or_(col(Series.ends_on).is_(None), col(Series.ends_on) >= first))
        .order_by(col(Series.opens), col(Series.id))
    ).all()
    return [
        Occasion(series, agreement, day) for series, agreement in rows for day in days(series, agreement, first, last)
    ]


def activities_of(agreement_ids: Collection[int]) -> ColumnElement[bool]:
    """The weekly activities under these agreements."""
    return and_(col(Series.purpose) == SeriesPurpose.ACTIVITY, col(Series.agreement_id).in_(agreement_ids))


def presence_of(agreement_ids: Collection[int]) -> ColumnElement[bool]:
    """The hours that a board promised under these agreements."""
    return and_(col(Series.purpose) == SeriesPurpose.PRESENCE, col(Series.agreement_id).in_(agreement_ids))


def unlogged(session: Session, occasions: Sequence[Occasion]) -> list[Occasion]:
    """Those of these activities of which nobody has said that they were held or called off."""
    if not occasions:
        return []
    logged = session.execute(
        select(col(Activity.agreement_id), col(Activity.kind), col(Activity.day))
        .where(col(Activity.agreement_id).in_({one.agreement.id for one in occasions}))
        .where(col(Activity.day) >= min(one.day for one in occasions), col(Activity.struck_at).is_(None))
    ).all()
    known = {tuple(row) for row in logged}
    return [one for one in occasions if (one.agreement.id, one.series.kind, one.day) not in known]


def said(session: Session, occasions: Sequence[Occasion]) -> dict[tuple[int, date], Spoken]:
    """What was said of these promised days, by series and day; those of which nobody has spoken are left out."""
    if not occasions:
        return {}
    rows = session.scalars(
        select(Shift)
        .where(col(Shift.series_id).in_({one.series.id for one in occasions}))
        .where(col(Shift.day) >= min(one.day for one in occasions), col(Shift.day) <= max(one.day for one in occasions))
    )
    return by_day(rows)


def by_day(shifts: Iterable[Shift]) -> dict[tuple[int, date], Spoken]:
    """These words, by series and day."""
    words: defaultdict[tuple[int, date], list[Shift]] = defaultdict(list)
    for shift in shifts:
        words[shift.series_id, shift.day].append(shift)
    return {
        key: Spoken(
            board=next((one for one in of if not one.by_partner and not one.corrects), None),
            partner=next((one for one in of if one.by_partner), None),
            correction=next((one for one in of if one.corrects), None),
        )
        for key, of in words.items()
    }


def state(shift: Shift | None) -> str:
    """What somebody said of a promised day: `open` for nothing, `kept`, or the reason why it was missed."""
    return OPEN if shift is None else KEPT if shift.kept else str(shift.reason)


def may_correct(member: Member) -> bool:
    """Whether a member's word stands where the two sides differ: a manager's of the board."""
    return member.role is Role.MANAGER


def own_word(spoken: Spoken, member: Member) -> Shift | None:
    """The word that the member would say anew: that of their own side, or a manager's correction."""
    if may_correct(member) and (spoken.partner or spoken.correction):
        return spoken.correction
    return spoken.partner if member.role is Role.KOORDINATOR else spoken.board


def logging(session: Session, organisation_id: int, today: date) -> Sequence[Agreement]:
    """The agreements under which a partner logs activities today: in force, or over since a month at most."""
    return _theirs(session, organisation_id, col(Agreement.logs_activities).is_(True), today, AFTERWARDS)


def promising(session: Session, organisation_id: int, today: date) -> Sequence[Agreement]:
    """The agreements of an organisation under which a board has promised hours, while there may be days to speak of."""
    return _theirs(session, organisation_id, col(Agreement.promises_presence).is_(True), today, LOOKED_BACK)


def may_log(agreement: Agreement, today: date) -> bool:
    """Whether its partner may log activities under `agreement` today."""
    begun = agreement.status is AgreementStatus.AGREED and agreement.valid_from <= today
    return agreement.logs_activities and begun and today <= agreement.valid_to + AFTERWARDS


def newest_first(occasions: Iterable[Occasion]) -> list[Occasion]:
    """The same, the last day first."""
    return sorted(occasions, key=lambda one: (-one.day.toordinal(), one.series.opens, one.series.id))


def _theirs(
    session: Session, organisation_id: int, flag: ColumnElement[bool], today: date, after: timedelta
) -> Sequence[Agreement]:
    return session.scalars(
        select(Agreement)
        .join(Party, col(Party.agreement_id) == col(Agreement.id))
        .where(col(Party.organisation_id) == organisation_id, flag, col(Agreement.status) == AgreementStatus.AGREED)
        .where(col(Agreement.valid_from) <= today, col(Agreement.valid_to) >= today - after)
        .order_by(col(Agreement.name))
    ).all()
