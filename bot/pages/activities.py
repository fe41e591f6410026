"""The log of what a partner does under an agreement, and what comes back every week."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from bot import clock, policy, relations, workdays
from bot.agreements import activities, counts, occasions
from bot.agreements.activities import Figures
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages import Word
from messages.room.pages import (
    ActivitiesPage,
    ActivityLine,
    ActivityPage,
    FiguresLine,
    SeriesLine,
    ShiftsLine,
)
from models import Activity, ActivityKind, Agreement, AgreementStatus, Member, Series, SeriesPurpose

PAGE = 30


def page(turn: Turn, agreement: Agreement, number: int) -> ActivitiesPage:
    """The page `number` (from 0) of the log. The caller has asked the policy."""
    logs, steers = _may(turn, agreement, Act.LOG_ACTIVITY), _may(turn, agreement, Act.STEER_AGREEMENT)
    logs_now = logs and occasions.may_log(agreement, turn.today)
    runs_on = agreement.status is AgreementStatus.AGREED and turn.today <= agreement.valid_to
    of = col(Activity.agreement_id) == agreement.id
    total = turn.session.scalars(select(func.count()).select_from(Activity).where(of)).one()
    pages = max(1, -(-total // PAGE))
    number = min(number, pages - 1)
    last = min(turn.today, agreement.valid_to)
    return ActivitiesPage(
        name=agreement.name,
        path=log_path(agreement.id),
        back=paths.agreement(agreement.id),
        year=last.year,
        figures=_figures(turn, agreement, last),
        shifts=_shifts(turn, agreement, last),
        lines=_lines(turn, agreement, number, changes=logs),
        page=number,
        pages=pages,
        series=_series(turn, agreement, logs=logs, steers=steers),
        may_log=logs_now,
        may_repeat=logs_now and runs_on,
        may_promise=steers and runs_on,
        kinds=tuple(kind.value for kind in counts.KINDS),
        first_day=agreement.valid_from,
        last_day=last,
        proposed=max(agreement.valid_from, turn.today),
    )


def log_path(agreement_id: int) -> str:
    """Where the log of an agreement is."""
    return paths.agreement(agreement_id, "activities")


def activity_path(activity: Activity) -> str:
    """Where one activity is."""
    return f"{log_path(activity.agreement_id)}/{activity.id}"


def _may(turn: Turn, agreement: Agreement, act: Act) -> bool:
    return policy.allows(turn.who.role, act, relations.to_agreement(turn, agreement.id))


def _figures(turn: Turn, agreement: Agreement, last: date) -> tuple[FiguresLine, ...]:
    """The year so far: each kind, and all together where there are several."""
    found = activities.of_agreement(turn.session, agreement.id, date(last.year, 1, 1), last)
    by_kind = tuple(_line(kind, figures) for kind, figures in found.by_kind.items())
    return (*by_kind, _line(None, found.total)) if len(by_kind) > 1 else by_kind


def _line(kind: ActivityKind | None, figures: Figures) -> FiguresLine:
    return FiguresLine(
        Word(f"held.{kind}") if kind else None,
        figures.held,
        figures.called_off,
        figures.visitors,
        figures.few,
        figures.unknown,
    )


def _shifts(turn: Turn, agreement: Agreement, last: date) -> ShiftsLine | None:
    """The year's promised days that are over."""
    until = min(last, turn.today - workdays.DAY)
    found = activities.shifts(turn.session, agreement.id, date(last.year, 1, 1), until)
    if not found.promised:
        return None
    missed = tuple((Word(f"shift.{reason}"), number) for reason, number in found.missed.items())
    return ShiftsLine(found.promised, found.kept, missed, found.disputed, found.unsaid)


def _lines(turn: Turn, agreement: Agreement, number: int, *, changes: bool) -> tuple[ActivityLine, ...]:
    rows = turn.session.execute(
        select(Activity, col(Member.name))
        .join(Member, col(Member.id) == col(Activity.member_id))
        .where(col(Activity.agreement_id) == agreement.id)
        .order_by(col(Activity.day).desc(), col(Activity.id).desc())
        .offset(number * PAGE)
        .limit(PAGE)
    ).all()
    return tuple(
        ActivityLine(
            path=activity_path(activity) if changes and not activity.struck_at else "",
            kind=Word(f"held.{activity.kind}"),
            day=activity.day,
            called_off=activity.called_off,
            visitors=counts.shown(counts.visitors(activity)),
            volunteers=counts.shown(counts.volunteers(activity)),
            by=name,
            at=activity.at,
            struck_on=clock.today(activity.struck_at) if activity.struck_at else None,
        )
        for activity, name in rows
    )


def _series(turn: Turn, agreement: Agreement, *, logs: bool, steers: bool) -> tuple[SeriesLine, ...]:
    """What runs, or ended less than two weeks ago, by weekday."""
    rows = turn.session.scalars(
        select(Series)
        .where(col(Series.agreement_id) == agreement.id)
        .order_by(col(Series.weekday), col(Series.opens), col(Series.id))
    ).all()
    return tuple(
        SeriesLine(
            kind=Word(f"held.{row.kind}"),
            presence=row.purpose is SeriesPurpose.PRESENCE,
            weekday=Word(f"weekday.{row.weekday}"),
            opens=row.opens,
            closes=row.closes,
            begins=row.begins,
            ends_on=row.ends_on,
            end=_end(row) if (steers if row.purpose is SeriesPurpose.PRESENCE else logs) and not row.ends_on else "",
        )
        for row in rows
        if row.ends_on is None or row.ends_on >= max(row.begins, turn.today - occasions.LOOKED_BACK)
    )


def _end(row: Series) -> str:
    return f"{paths.agreement(row.agreement_id, 'series')}/{row.id}"


def one(turn: Turn, activity: Activity, fields: Mapping[str, str] | None = None, flaw: str = "") -> ActivityPage:
    """One activity; `fields` are those of a form that comes back with a `flaw`."""
    stands = {
        "visitors": counts.shown(counts.visitors(activity)),
        "volunteers": counts.shown(counts.volunteers(activity)),
        "leaders": "" if activity.leaders is None else str(activity.leaders),
        "same_leaders": {None: "", True: "yes", False: "no"}[activity.same_leaders],
        "called_off": "yes" if activity.called_off else "",
    }
    given = stands if fields is None else {name: fields.get(name, "") for name in stands}
    return ActivityPage(
        name=turn.session.get_one(Agreement, activity.agreement_id).name,
        path=activity_path(activity),
        back=log_path(activity.agreement_id),
        kind=Word(f"held.{activity.kind}"),
        day=activity.day,
        by=turn.session.get_one(Member, activity.member_id).name,
        at=activity.at,
        struck_on=clock.today(activity.struck_at) if activity.struck_at else None,
        revision=activity.revision,
        called_off=given["called_off"] == "yes",
        visitors=given["visitors"],
        volunteers=given["volunteers"],
        leaders=given["leaders"],
        same_leaders=given["same_leaders"],
        flaw=flaw,
    )
