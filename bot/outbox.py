"""What we owe: rows that are owed, claimed under a lease, and settled. Nothing here speaks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot import clock
from bot.upsert import insert_new
from models import Absence, Member, Notice, NoticeKind, Pace
from models.base import Moment, table_of

LEASE = timedelta(minutes=2)
PER_SECOND = 29.7  # Bot API FAQ: no more than about 30 messages a second to different chats
STEP = timedelta(seconds=1 / PER_SECOND)
CATCH_UP = timedelta(seconds=0.5)
LONGEST_PAUSE = timedelta(hours=1)
HELD = timedelta(minutes=10)
FAR = timedelta(seconds=5)
"""Places further ahead are not given away yet: whoever holds one cannot stop before it has come."""

OWES = "owes"
UNSAID = (col(Notice.sent_at).is_(None), col(Notice.dropped_at).is_(None))

# Asked at every look: built once, since to build a statement takes longer than to ask it.
NOW = bindparam("now", type_=Moment)
TODAY = bindparam("today", type_=Date)


def _reachable() -> ColumnElement[bool]:
    """The chat is open, or that of somebody who stands in for the recipient today is."""
    substitute = aliased(Member)
    stands_in = (
        select(col(Absence.id))
        .join(substitute, col(substitute.id) == col(Absence.substitute_id))
        .where(col(Absence.member_id) == col(Notice.recipient_id))
        .where(col(Absence.first_day) <= TODAY, col(Absence.last_day) >= TODAY)
        .where(col(substitute.blocked_at).is_(None), col(substitute.ended_at).is_(None))
    )
    return or_(col(Member.blocked_at).is_(None), exists(stands_in))


OLDEST_DUE = (
    select(func.min(col(Notice.id)))
    .join(Member, col(Member.id) == Notice.recipient_id)
    .where(*UNSAID, col(Notice.due_at) <= NOW, _reachable())
    .where(
        col(Notice.recipient_id).not_in(select(col(Notice.recipient_id)).where(*UNSAID, col(Notice.leased_until) > NOW))
    )
    .group_by(col(Notice.recipient_id))
    .order_by(func.min(col(Notice.id)))
    .limit(bindparam("most", type_=Integer))
)
"""The oldest notice that is due of each recipient who is not being spoken to."""
ANY_DUE = select(col(Notice.id)).where(*UNSAID, col(Notice.due_at) <= NOW).limit(1)
IN_ORDER = select(Notice).where(col(Notice.id).in_(bindparam("ids", expanding=True))).order_by(col(Notice.id))
PACE = select(Pace).with_for_update()
NOTICES = table_of(Notice)
SAID = (
    update(NOTICES)
    .where(NOTICES.c.id == bindparam("notice"), NOTICES.c.sent_at.is_(None), NOTICES.c.dropped_at.is_(None))
    .values(leased_until=None, sent_at=bindparam("said_at"), message_id=bindparam("message"))
)
WAITING = (
    select(func.count(), func.min(col(Notice.due_at)))
    .select_from(Notice)
    .join(Member, col(Member.id) == col(Notice.recipient_id))
    .where(*UNSAID, col(Notice.due_at) <= NOW, col(Member.blocked_at).is_(None))
)


@dataclass(frozen=True)
class Claimed:
    """A notice that is ours to send until the lease ends, not before `send_at`."""

    id: int
    recipient_id: int
    attempts: int
    send_at: datetime


@dataclass(frozen=True)
class Owed:
    """That a member is to be told of the row `about_id`, once per `occasion` (an id or an ISO date)."""

    recipient_id: int
    kind: NoticeKind
    about_id: int
    occasion: str
    due_at: datetime

    @property
    def row(self) -> dict[str, Any]:
        """The notice's columns."""
        return {
            "key": f"{self.kind}:{self.about_id}:{self.occasion}:{self.recipient_id}",
            "kind": self.kind,
            "recipient_id": self.recipient_id,
            "about_id": self.about_id,
            "due_at": self.due_at,
            "attempts": 0,
        }


def owe(session: Session, recipient_id: int, kind: NoticeKind, about_id: int, occasion: str, due_at: datetime) -> None:
    """Owe a member a notice of `kind` about the row `about_id`, once per `occasion` (an id or an ISO date)."""
    owe_each(session, [recipient_id], kind, about_id, occasion, due_at)


def owe_each(
    session: Session, recipients: Collection[int], kind: NoticeKind, about_id: int, occasion: str, due_at: datetime
) -> None:
    """Owe each of `recipients` the same, as `owe` does."""
    owe_all(session, [Owed(recipient_id, kind, about_id, occasion, due_at) for recipient_id in recipients])


def owe_all(session: Session, owed: Collection[Owed]) -> None:
    """Owe all of these, each once."""
    if owed:
        session.execute(insert_new(session, Notice, "key"), [one.row for one in owed])
        session.info[OWES] = True


def owes(session: Session) -> bool:
    """Whether somebody came to be owed a notice in this transaction: whoever delivers should look."""
    return OWES in session.info


def claim(
    session: Session, now: datetime, most: int, step: timedelta = STEP, kind: NoticeKind | None = None
) -> list[Claimed]:
    """Take up to `most` due notices, one per recipient, and reserve their places in the schedule.

    Workers take turns at the pace's row, so two of them never hold notices to one recipient. Whoever is being spoken
    to waits, and so does whoever blocked the bot, unless somebody stands in for them. During a long silence nothing
    is claimed. Between two places lies `step`. With a `kind`, only notices of it are claimed.
    """
    if session.scalars(ANY_DUE, {"now": now}).first() is None:
        return []  # nobody has to take turns at nothing
    pace = _pace(session, now)
    if pace.next_at > now + FAR:
        return []
    oldest = OLDEST_DUE if kind is None else OLDEST_DUE.where(col(Notice.kind) == kind)
    ids = list(session.scalars(oldest, {"now": now, "today": clock.today(now), "most": most}))
    return [_lease(notice, pace, now, step) for notice in _in_order(session, ids)]


def _in_order(session: Session, ids: list[int]) -> list[Notice]:
    return list(session.scalars(IN_ORDER, {"ids": ids}))


def _lease(notice: Notice, pace: Pace, now: datetime, step: timedelta) -> Claimed:
    place = max(pace.next_at, now - CATCH_UP)
    pace.next_at = place + step
    notice.leased_until = max(place, now) + LEASE
    notice.attempts += 1
    return Claimed(notice.id, notice.recipient_id, notice.attempts, place)


def _pace(session: Session, now: datetime) -> Pace:
    """The one row of the pace, locked until this transaction ends."""
    if pace := session.scalars(PACE).first():
        return pace
    session.execute(insert_new(session, Pace).values(id=1, next_at=now))
    return session.scalars(PACE).one()


def waiting(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many notices are due and not said, but for those that wait for a closed chat; when the oldest fell due."""
    count, oldest = session.execute(WAITING, {"now": now}).one()
    return count, oldest


def unsaid(session: Session, now: datetime) -> int:
    """How many notices wait."""
    return waiting(session, now)[0]


def settle_sent(session: Session, notice_id: int, message_id: int, now: datetime) -> None:
    """It was said: Telegram took it as message `message_id`."""
    session.execute(SAID, {"notice": notice_id, "said_at": now, "message": message_id})


def settle_dropped(session: Session, notice_id: int, reason: str, now: datetime) -> None:
    """It is not to be said any more; `reason` is a short word for the log."""
    _settle(session, notice_id, leased_until=None, dropped_at=now, dropped_for=reason)


def put_back(session: Session, notice_id: int, again_at: datetime) -> None:
    """It could not be said; try at `again_at`."""
    _settle(session, notice_id, leased_until=again_at)


def postpone(session: Session, notice_id: int, due_at: datetime) -> None:
    """It is not the hour for it: it falls due at `due_at`."""
    _settle(session, notice_id, leased_until=None, due_at=due_at)


def hold(session: Session, notice_id: int, recipient_id: int, now: datetime) -> None:
    """The chat with `recipient_id` is closed: what is owed waits until it is open again.

    Where that was known already, the notice reached them by another way (a substitute's, a new owner's): it is tried
    again after a while, not at once and for ever.
    """
    known = session.scalars(select(col(Member.blocked_at)).where(col(Member.id) == recipient_id)).one()
    session.execute(update(Member).where(col(Member.id) == recipient_id).values(blocked_at=known or now))
    _settle(session, notice_id, leased_until=now + HELD if known else None)


def readdress(session: Session, kinds: Collection[NoticeKind], about_ids: Sequence[int], recipient_id: int) -> None:
    """What is owed about these rows is owed to somebody else now."""
    about = (col(Notice.kind).in_(kinds), col(Notice.about_id).in_(about_ids))
    session.execute(update(Notice).where(*UNSAID, *about).values(recipient_id=recipient_id))


def drop_unsaid(session: Session, recipient_id: int, kind: NoticeKind, reason: str, now: datetime) -> None:
    """Nothing that is owed of `kind` is to be said to them any more, but for what is being said."""
    theirs = (col(Notice.recipient_id) == recipient_id, col(Notice.kind) == kind, *UNSAID)
    free = or_(col(Notice.leased_until).is_(None), col(Notice.leased_until) <= now)
    session.execute(update(Notice).where(*theirs, free).values(dropped_at=now, dropped_for=reason))


def close_chat(session: Session, recipient_id: int, now: datetime) -> None:
    """The chat with `recipient_id` turned out to be closed; since when, where that was not known."""
    open_one = (col(Member.id) == recipient_id, col(Member.blocked_at).is_(None))
    session.execute(update(Member).where(*open_one).values(blocked_at=now))


def pause_all(session: Session, seconds: float, now: datetime) -> None:
    """Telegram asked for silence: nobody speaks for `seconds` (429, `retry_after`)."""
    pace = _pace(session, now)
    pace.next_at = max(pace.next_at, now + min(timedelta(seconds=seconds), LONGEST_PAUSE))


def _settle(session: Session, notice_id: int, **values: object) -> None:
    """Change a notice that is not settled yet: whose lease ran out may find that another has said it meanwhile."""
    session.execute(update(Notice).where(col(Notice.id) == notice_id, *UNSAID).values(values))
