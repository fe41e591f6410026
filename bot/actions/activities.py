"""The partner's log of activities: a row as soon as something was held, then how many came, tap by tap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot import audit
from bot.actions import agreements
from bot.agreements import occasions
from bot.agreements.counts import KINDS, Count, visitors, volunteers
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Activity, ActivityKind, Agreement, Member, Series, SeriesPurpose

Values = dict[str, object]
"""Columns and what they are to be."""


def find(turn: Turn, activity_id: int, act: Act = Act.LOG_ACTIVITY, *, lock: bool = False) -> Activity:
    """The activity, for an act that the policy allows to a party of its agreement.

    Raises:
        Refused: there is none, or it is others'.
    """
    activity = turn.session.get(Activity, activity_id, with_for_update=lock or None, populate_existing=lock)
    if activity is None:
        raise Refused(views.NotFound())
    agreements.find(turn, activity.agreement_id, act)
    return activity


def log(turn: Turn, agreement_id: int, kind: ActivityKind, day: date) -> Activity:
    """Something of `kind` was held on `day`: one row, also where two say so at once; it says who was first.

    Raises:
        Refused: not theirs, nothing is logged under the agreement any more, or a day on which it was not in force.
    """
    agreement = agreements.find(turn, agreement_id, Act.LOG_ACTIVITY)
    if not occasions.may_log(agreement, turn.today) or kind not in KINDS:
        raise Refused(views.Stale())
    last = min(agreement.valid_to, turn.today)
    if not agreement.valid_from <= day <= last:
        raise Refused(views.ActivityDay(agreement.valid_from, last))
    row = {
        "agreement_id": agreement.id,
        "organisation_id": turn.who.organisation_id,
        "series_id": _series_of(turn.session, agreement, kind, day),
        "kind": kind,
        "day": day,
        "member_id": turn.who.id,
        "at": turn.now,
    }
    written = turn.session.scalars(_insert_unstruck(turn.session).returning(col(Activity.id)), [row]).first()
    if written:
        audit.note(turn, "log_activity", "activity", written)
    return _standing(turn.session, agreement.id, kind, day)


def log_of_series(turn: Turn, series_id: int, day: date, *, held: bool = True) -> Activity:
    """What comes back every week was held on `day`, or called off; what somebody has said already stays.

    Raises:
        Refused: as `log`; or the series is none of activities.
    """
    series = turn.session.get(Series, series_id)
    if series is None or series.purpose is not SeriesPurpose.ACTIVITY:
        raise Refused(views.NotFound())
    activity = log(turn, series.agreement_id, series.kind, day)
    is_new = activity.member_id == turn.who.id and activity.revision == 1
    return activity if held or not is_new else call_off(turn, activity.id, activity.revision, off=True)


def _insert_unstruck(session: Session) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that passes over an activity of which a row stands already; one that was struck stands not."""
    key, standing = ["agreement_id", "kind", "day"], text("struck_at IS NULL")
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert: sqlite.Insert | postgresql.Insert = dialect.insert(Activity)
    return insert.on_conflict_do_nothing(index_elements=key, index_where=standing)


def _standing(session: Session, agreement_id: int, kind: ActivityKind, day: date) -> Activity:
    return session.scalars(
        select(Activity)
        .where(col(Activity.agreement_id) == agreement_id, col(Activity.kind) == kind, col(Activity.day) == day)
        .where(col(Activity.struck_at).is_(None))
    ).one()


def _series_of(session: Session, agreement: Agreement, kind: ActivityKind, day: date) -> int | None:
    """The series that this is a day of, if it is one's."""
    of_kind = occasions.activities_of([agreement.id]) & (col(Series.kind) == kind)
    return next((one.series.id for one in occasions.between(session, of_kind, day, day)), None)


def set_visitors(turn: Turn, activity_id: int, revision: int, count: Count) -> Activity:
    """So many came, the volunteers among them.

    Raises:
        Refused: not theirs, changed by somebody else meanwhile, struck, or more volunteers than that are said.
    """

    def change(activity: Activity) -> Values:
        if volunteers(activity).fewest > count.most:
            raise Refused(views.FewerThanVolunteers())
        return {"visitors": count.number, "few_visitors": count.few}

    return _change(turn, activity_id, revision, change)


def set_volunteers(turn: Turn, activity_id: int, revision: int, count: Count) -> Activity:
    """So many of those who came are volunteers.

    Raises:
        Refused: as `set_visitors`; or more than came.
    """

    def change(activity: Activity) -> Values:
        if count.fewest > visitors(activity).most:
            raise Refused(views.MoreVolunteers())
        return {"volunteers": count.number, "few_volunteers": count.few}

    return _change(turn, activity_id, revision, change)


def set_leaders(turn: Turn, activity_id: int, revision: int, *, same: bool) -> Activity:
    """Whether the leaders were the same as the time before."""
    return _change(turn, activity_id, revision, lambda _activity: {"same_leaders": same})


def call_off(turn: Turn, activity_id: int, revision: int, *, off: bool) -> Activity:
    """It was not held after all, or was; what was said of it stays, and counts only if it was held."""
    return _change(turn, activity_id, revision, lambda _activity: {"called_off": off})


@dataclass(frozen=True)
class Said:
    """All that can be said of an activity at once, in the room."""

    called_off: bool
    visitors: Count
    volunteers: Count
    leaders: int | None
    same_leaders: bool | None


def say(turn: Turn, activity_id: int, revision: int, said: Said) -> Activity:
    """Say all of it anew.

    Raises:
        Refused: as `set_visitors`; or more volunteers than visitors.
    """
    if said.volunteers.fewest > said.visitors.most:
        raise Refused(views.MoreVolunteers())
    values: Values = {
        "called_off": said.called_off,
        "visitors": said.visitors.number,
        "few_visitors": said.visitors.few,
        "volunteers": said.volunteers.number,
        "few_volunteers": said.volunteers.few,
        "leaders": said.leaders,
        "same_leaders": said.same_leaders,
    }
    return _change(turn, activity_id, revision, lambda _activity: values)


def strike(turn: Turn, activity_id: int, revision: int) -> Activity:
    """It was a mistake: the row stays, struck, and counts no more."""
    return _change(turn, activity_id, revision, lambda _activity: {"struck_at": turn.now}, "strike")


def _change(
    turn: Turn, activity_id: int, revision: int, change: Callable[[Activity], Values], what: str = "change"
) -> Activity:
    """Let the columns be as `change` says, unless they are; what somebody else has changed meanwhile is refused."""
    activity = find(turn, activity_id, lock=True)
    if activity.struck_at:
        if what == "strike":
            return activity
        raise Refused(views.ActivityStruck())
    values = change(activity)
    if all(getattr(activity, name) == value for name, value in values.items()):
        return activity
    if activity.revision != revision:
        by = turn.session.get_one(Member, activity.member_id)
        raise Refused(views.ActivityOvertaken(by.name, activity.at))
    for name, value in values.items():
        setattr(activity, name, value)
    activity.revision += 1
    activity.member_id, activity.at = turn.who.id, turn.now
    audit.note(turn, f"{what}_activity", "activity", activity.id)
    return activity
