"""The managers' weekly digest: claimed once a week for each of them, counted together, owed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import Session, col

from bot import clock, figures, outbox, workdays
from bot.figures import Told, Unit
from bot.outbox import Owed
from bot.upsert import insert_new
from models import Digest, Member, NoticeKind, Role

CHUNK = 1000
SAID_AT = time(7, 30)
WEEK = timedelta(days=7)


def due(session: Session, now: datetime) -> int:
    """Owe this week's digest to up to 1,000 managers who lack it, from Monday 07:30 (or the next working day).

    A week that was missed altogether is not said afterwards: the next digest covers it.

    Returns:
        How many were owed; call again until it is 0.
    """
    today = clock.today(now)
    week = today - timedelta(days=today.weekday())
    begins = clock.at_local(workdays.on_or_after(week), SAID_AT.hour, SAID_AT.minute)
    if now < begins or not workdays.may_speak(now, SAID_AT):
        return 0
    lacking = session.execute(_lacking(week, begins)).all()
    if lacking:
        insert = insert_new(session, Digest, "member_id", "week", returning=("id", "member_id"))
        written = session.execute(insert, _counted(session, lacking, week, now)).all()
        outbox.owe_all(
            session, [Owed(member_id, NoticeKind.DIGEST, digest_id, str(week), now) for digest_id, member_id in written]
        )
    return len(lacking)


def _lacking(week: date, begins: datetime) -> Any:  # noqa: ANN401 - a Select of five columns
    """The managers to whom this week's digest is not owed yet, each with the end of the last one that was said."""
    has_it = exists().where(col(Digest.member_id) == col(Member.id), col(Digest.week) == week)
    return (
        select(
            col(Member.id),
            col(Member.organisation_id),
            col(Member.unit),
            figures.said_until(),
            figures.told_before(clock.local(begins).year),
        )
        .where(col(Member.role) == Role.MANAGER, col(Member.ended_at).is_(None), col(Member.joined_at) < begins)
        .where(~has_it)
        .order_by(col(Member.id))
        .limit(CHUNK)
    )


def _counted(session: Session, lacking: Sequence[Any], week: date, now: datetime) -> list[dict[str, Any]]:
    """The digests' rows; those that cover the same time are counted in one statement."""
    together: defaultdict[datetime, list[tuple[int, Unit, Told | None]]] = defaultdict(list)
    for member_id, board_id, unit, said_until, before in lacking:
        together[said_until or clock.at_local(week - WEEK, 0)].append((member_id, Unit(board_id, unit), before))
    rows = []
    for since, managers in together.items():
        counts = figures.count(session, {unit.board_id for _, unit, _ in managers}, since, now)
        for member_id, unit, before in managers:
            counted = counts.get(unit) or figures.nothing()
            row = {"member_id": member_id, "week": week, "since": since, "until": now, "figures": counted}
            rows.append({**row, "shown": figures.tell(counted, before)})
    return rows
