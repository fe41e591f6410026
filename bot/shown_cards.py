"""Which messages show a referral's code, and until when. Rows only; nothing here speaks.

A bot may delete its own messages for 48 hours (Bot API, deleteMessage), so each goes before that.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Integer, bindparam, delete, exists, func, insert, or_, select, update
from sqlmodel import Session, col

from models import OPEN, Notice, NoticeKind, Referral, SentCard
from models.base import Moment, table_of

LOOKED_EVERY = timedelta(minutes=10)
STANDS = timedelta(hours=47) - LOOKED_EVERY
"""How long a card stands; it is gone 47 hours after it came, for what is due is looked for every ten minutes."""
STANDS_SETTLED = timedelta(hours=1)
LARGEST_ID = 2**31

# Asked at every look: built once, since to build a statement takes longer than to ask it.
NOW = bindparam("now", type_=Moment)


def _unasked() -> ColumnElement[bool]:
    """No notice waits to take the member's messages away, and none was owed at this very moment."""
    waits = (col(Notice.sent_at).is_(None)) & (col(Notice.dropped_at).is_(None))
    asked = exists(
        select(col(Notice.id)).where(
            col(Notice.recipient_id) == col(SentCard.member_id),
            col(Notice.kind) == NoticeKind.TO_DO,
            or_(waits, col(Notice.due_at) >= NOW),
        )
    )
    return ~asked


MEMBERS_DUE = (
    select(col(SentCard.member_id))
    .where(col(SentCard.delete_at) <= NOW, _unasked())
    .distinct()
    .order_by(col(SentCard.member_id))
    .limit(bindparam("most", type_=Integer))
)
NEXT_DUE = select(func.min(col(SentCard.delete_at))).where(_unasked())
LATE = select(col(SentCard.message_id)).where(
    col(SentCard.member_id) == bindparam("member", type_=Integer), col(SentCard.delete_at) <= NOW
)

# What every answer asks and writes, past the ORM, which takes three times as long.
CARDS, REFERRALS = table_of(SentCard).c, table_of(Referral).c
THIS = (CARDS.member_id == bindparam("member"), CARDS.message_id == bindparam("message"))
THESE = CARDS.referral_id.in_(bindparam("referrals", expanding=True))
OF_MESSAGE = select(CARDS.referral_id, CARDS.sent_at, CARDS.delete_at, CARDS.to_do).where(*THIS)
OF_REFERRAL = select(table_of(SentCard)).where(CARDS.referral_id == bindparam("referral"))
NAMED = select(REFERRALS.id, REFERRALS.status).where(REFERRALS.code.in_(bindparam("codes", expanding=True)))
SHOW = insert(table_of(SentCard))
KEEP = update(table_of(SentCard)).where(*THIS, THESE).values(delete_at=bindparam("goes"), to_do=bindparam("is_to_do"))
LEAVE = delete(table_of(SentCard)).where(*THIS, THESE)


@dataclass(frozen=True)
class Due:
    """A member's messages that are to go, and whether what is open is to be said in their place.

    `standing` is the message that says so already, where it need not go yet: it is changed.
    """

    messages: tuple[int, ...] = ()
    renews: bool = False
    standing: int | None = None


def record(
    session: Session,
    member_id: int,
    message_id: int,
    codes: Collection[str],
    now: datetime,
    *,
    sent_at: datetime | None = None,
    to_do: bool = False,
) -> None:
    """The message now shows the referrals with these codes and no others.

    Args:
        session: the transaction's.
        member_id: in whose chat.
        message_id: Telegram's number of it there.
        codes: as they are kept; none where the message shows no referral any more.
        now: aware.
        sent_at: when the message came, where that was earlier and is known.
        to_do: whether it is the one message that says what waits.
    """
    if not 0 < message_id < LARGEST_ID:
        return
    session.flush()  # what is read and written here passes the ORM by, and what it has not written yet
    this = {"member": member_id, "message": message_id}
    before = {row.referral_id: row for row in session.execute(OF_MESSAGE, this)}
    if not before and not codes:
        return
    came = min([row.sent_at for row in before.values()] or [sent_at or now])
    named = session.execute(NAMED, {"codes": list(codes)}).all() if codes else ()
    goes = {referral_id: _goes(came, now, settled=status not in OPEN) for referral_id, status in named}
    if new := goes.keys() - before.keys():
        row = {"member_id": member_id, "message_id": message_id, "sent_at": came, "to_do": to_do}
        session.execute(SHOW, [{**row, "referral_id": one, "delete_at": goes[one]} for one in sorted(new)])
    for one in sorted(goes.keys() & before.keys()):
        if (before[one].delete_at, before[one].to_do) != (goes[one], to_do):
            session.execute(KEEP, {**this, "referrals": [one], "goes": goes[one], "is_to_do": to_do})
    if gone := before.keys() - goes.keys():
        session.execute(LEAVE, {**this, "referrals": sorted(gone)})


def follow(session: Session, referral: Referral, now: datetime) -> None:
    """The referral was settled or opened again: its cards go an hour later, or stand as long as any."""
    settled = referral.status not in OPEN
    for row in session.execute(OF_REFERRAL, {"referral": referral.id}).all():
        goes = min(row.delete_at, now + STANDS_SETTLED) if settled else row.sent_at + STANDS
        if goes != row.delete_at:
            this = {"member": row.member_id, "message": row.message_id, "referrals": [referral.id]}
            session.execute(KEEP, {**this, "goes": goes, "is_to_do": row.to_do})


def members_due(session: Session, now: datetime, most: int) -> Sequence[int]:
    """Up to `most` members who have a message that is to go, and who are not owed that it goes already."""
    return session.scalars(MEMBERS_DUE, {"now": now, "most": most}).all()


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next message is to go that nobody has been asked to take away."""
    return session.scalars(NEXT_DUE, {"now": now}).one()


def due(session: Session, member_id: int, now: datetime) -> Due:
    """What of a member's is to go at `now`."""
    messages = set(session.scalars(LATE, {"member": member_id, "now": now}))
    if not messages:
        return Due()
    of_these = (col(SentCard.member_id) == member_id, col(SentCard.message_id).in_(messages))
    open_or_to_do = (
        select(SentCard)
        .join(Referral, col(Referral.id) == col(SentCard.referral_id))
        .where(*of_these, or_(col(SentCard.to_do), col(Referral.status).in_(OPEN)))
    )
    if session.scalars(open_or_to_do.limit(1)).first() is None:
        return Due(tuple(sorted(messages)))
    to_do = select(func.max(col(SentCard.message_id))).where(
        col(SentCard.member_id) == member_id, col(SentCard.to_do), col(SentCard.message_id).not_in(messages)
    )
    return Due(tuple(sorted(messages)), renews=True, standing=session.scalars(to_do).one())


def forget(session: Session, member_id: int, messages: Collection[int]) -> None:
    """These messages are gone, or stand where no bot can take them away any more."""
    if messages:
        theirs = (col(SentCard.member_id) == member_id, col(SentCard.message_id).in_(messages))
        session.execute(delete(SentCard).where(*theirs))


def _goes(came: datetime, now: datetime, *, settled: bool) -> datetime:
    longest = came + STANDS
    return min(longest, now + STANDS_SETTLED) if settled else longest
