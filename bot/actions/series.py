"""What comes back every week: an activity of a partner's, or hours that a board promised. And who is asked about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from bot import audit, clock, outbox, workdays
from bot.actions import agreements
from bot.agreements import occasions
from bot.agreements.occasions import Occasion
from bot.errors import Refused
from bot.outbox import Owed
from bot.policy import Act
from bot.turn import Turn
from bot.upsert import insert_new
from messages import views
from models import (
    ActivityKind,
    Agreement,
    Member,
    NoticeKind,
    Party,
    Role,
    Series,
    SeriesPurpose,
)

UNIQUE = ("agreement_id", "purpose", "kind", "weekday", "opens", "begins")
ACTS = {SeriesPurpose.ACTIVITY: Act.LOG_ACTIVITY, SeriesPurpose.PRESENCE: Act.STEER_AGREEMENT}
"""Who begins and ends what: the partner its activities, the board's managers what the board promises."""
IN_A_ROW = 2
"""After so many promised days of which nobody has spoken the board's managers are asked too."""


def begin(
    session: Session,
    agreement_id: int,
    purpose: SeriesPurpose,
    kind: ActivityKind,
    weekday: int,
    opens: int,
    closes: int,
    begins: date,
    member_id: int | None,
) -> Series:
    """The series that is so every week from `begins`; one that is known already is left as it is.

    Args:
        session: an open transaction.
        agreement_id: the agreement under which it is.
        purpose: an activity, or hours that the board promised.
        kind: what is held; `PRESENCE` for hours that were promised.
        weekday: ISO, 1 is Monday.
        opens: the whole local hour at which it begins (0-23).
        closes: the whole local hour at which it ends, later than `opens` (1-24).
        begins: the first day on which it may be.
        member_id: who says so; nobody where a file does.
    """
    key = dict(zip(UNIQUE, (agreement_id, purpose, kind, weekday, opens, begins), strict=True))
    insert = insert_new(session, Series, *UNIQUE)
    session.execute(insert, [{**key, "closes": closes, "member_id": member_id}])
    return session.scalars(select(Series).filter_by(**key)).one()


def add(
    turn: Turn,
    agreement_id: int,
    purpose: SeriesPurpose,
    kind: ActivityKind,
    weekday: int,
    hours: tuple[int, int],
    begins: date,
) -> Series:
    """Say in the room that something is so every week; the same that runs already is found, not doubled.

    An agreement under which hours are promised is from then on one that promises them.

    Raises:
        Refused: not theirs, no such weekday, hours or day, or the like runs already with other hours or from later.
    """
    agreement = agreements.find(turn, agreement_id, ACTS[purpose], lock=True)
    opens, closes = hours
    if (kind is ActivityKind.PRESENCE) != (purpose is SeriesPurpose.PRESENCE) or not 1 <= weekday <= 7:
        raise Refused(views.Stale())
    if not 0 <= opens < closes <= 24:
        raise Refused(views.SeriesHours())
    if not agreement.valid_from <= begins <= agreement.valid_to:
        raise Refused(views.ActivityDay(agreement.valid_from, agreement.valid_to))
    known = _running(turn.session, agreement.id, kind, weekday, opens, begins)
    if known and (known.closes != closes or known.begins > begins):
        raise Refused(views.Stale())
    if known:
        return known
    series = begin(turn.session, agreement.id, purpose, kind, weekday, opens, closes, begins, turn.who.id)
    series.ends_on, series.closes = None, closes  # one that was ended and begins on the same day again
    agreement.promises_presence |= purpose is SeriesPurpose.PRESENCE
    audit.note(turn, "begin_series", "series", series.id)
    return series


def _running(
    session: Session, agreement_id: int, kind: ActivityKind, weekday: int, opens: int, day: date
) -> Series | None:
    return session.scalars(
        select(Series)
        .where(col(Series.agreement_id) == agreement_id, col(Series.kind) == kind)
        .where(col(Series.weekday) == weekday, col(Series.opens) == opens)
        .where(or_(col(Series.ends_on).is_(None), col(Series.ends_on) >= day))
        .limit(1)
    ).first()


def end(turn: Turn, series_id: int, last_day: date) -> Series:
    """`last_day` is the last on which it may be; a day before it began means that it never was.

    Raises:
        Refused: there is none, or it is not theirs to end.
    """
    series = turn.session.get(Series, series_id)
    if series is None:
        raise Refused(views.NotFound())
    agreements.find(turn, series.agreement_id, ACTS[series.purpose], lock=True)
    series.ends_on = max(last_day, series.begins - workdays.DAY)
    audit.note(turn, "end_series", "series", series.id)
    return series


def due(session: Session, now: datetime) -> int:
    """Ask, on a working day from 08:00, how it went on the newest day of each series of which nobody has spoken.

    An activity is asked about on the working day after it, of the partner's koordinatorer (of its managers where it has
    none); promised hours of the partner's koordinatorer, and of the board's managers when two days in a row were left
    open. A day is asked about once, so that a series asks once a week.

    Returns:
        0: all is done in one go.
    """
    if workdays.may_speak(now):
        today = clock.today(now)
        outbox.owe_all(session, [*_activities_to_ask(session, today, now), *_shifts_to_ask(session, today, now)])
    return 0


def _activities_to_ask(session: Session, today: date, now: datetime) -> Iterable[Owed]:
    weekly = and_(col(Series.purpose) == SeriesPurpose.ACTIVITY, col(Agreement.logs_activities))
    asked = occasions.unlogged(session, _newest(_past(session, weekly, today), 1))
    told = _told(session, {one.agreement.id for one in asked})
    for one in asked:
        partners = told[one.agreement.id]
        for member in partners[Role.KOORDINATOR] or partners[Role.PARTNER_MANAGER]:
            yield _owed(member, one, now)


def _shifts_to_ask(session: Session, today: date, now: datetime) -> Iterable[Owed]:
    weekly = and_(col(Series.purpose) == SeriesPurpose.PRESENCE, col(Agreement.promises_presence))
    newest = _newest(_past(session, weekly, today), IN_A_ROW)
    spoken = occasions.said(session, newest)
    left_open: defaultdict[int, list[Occasion]] = defaultdict(list)
    for one in newest:
        left_open[one.series.id].append(one)
    told = _told(session, {one.agreement.id for one in newest})
    for latest, *before in left_open.values():
        if (latest.series.id, latest.day) in spoken:
            continue
        members = list(told[latest.agreement.id][Role.KOORDINATOR])
        if len(before) == IN_A_ROW - 1 and not any((one.series.id, one.day) in spoken for one in before):
            members += told[latest.agreement.id][Role.MANAGER]
        for member in members:
            yield _owed(member, latest, now)


def _past(session: Session, of: ColumnElement[bool], today: date) -> list[Occasion]:
    """The days of the last weeks whose next working day has come, the newest first."""
    found = occasions.between(session, of, today - occasions.LOOKED_BACK, today - workdays.DAY)
    return occasions.newest_first(one for one in found if workdays.after(one.day) <= today)


def _newest(found: Iterable[Occasion], number: int) -> list[Occasion]:
    """Up to `number` days of each series; `found` has the newest first."""
    taken: defaultdict[int, int] = defaultdict(int)
    kept = []
    for one in found:
        taken[one.series.id] += 1
        if taken[one.series.id] <= number:
            kept.append(one)
    return kept


def _told(session: Session, agreement_ids: Collection[int]) -> dict[int, dict[Role, list[int]]]:
    """By agreement and role, the current members of its parties."""
    rows = session.execute(
        select(col(Party.agreement_id), col(Member.role), col(Member.id))
        .join(Member, col(Member.organisation_id) == col(Party.organisation_id))
        .where(col(Party.agreement_id).in_(agreement_ids), col(Member.ended_at).is_(None))
        .order_by(col(Member.id))
    ).all()
    told: dict[int, dict[Role, list[int]]] = {id_: {role: [] for role in Role} for id_ in agreement_ids}
    for agreement_id, role, member_id in rows:
        told[agreement_id][role].append(member_id)
    return told


def _owed(member_id: int, one: Occasion, now: datetime) -> Owed:
    return Owed(member_id, NoticeKind.ACTIVITY_ASKED, one.series.id, one.day.isoformat(), now)
