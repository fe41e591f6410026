"""What a notice says, and to whom: read from the rows when it is about to be said."""

import random
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from enum import Enum

from sqlalchemy import select
from sqlmodel import Session, col

from bot import clock, lookups, notices, outbox, shown_cards, workdays
from bot.cards.card import Card
from bot.errors import Refused
from bot.turn import House, Turn
from models import Member, Note, Notice, NoticeKind, Referral

ABOUT_THE_REFERRER = frozenset(
    {NoticeKind.REFERRAL_NEWS, NoticeKind.RECORD_QUESTION, NoticeKind.WAITING_LONG, NoticeKind.NO_CONTACT}
)
PERSONAL = frozenset({NoticeKind.REFERRALS_HANDED_OVER, NoticeKind.WORDS_CAME, NoticeKind.CARD_AGAIN})
"""What a substitute would not understand."""
IN_WORKING_HOURS = frozenset(
    {
        NoticeKind.NUDGE,
        NoticeKind.WAITING_LONG,
        NoticeKind.ESCALATION,
        NoticeKind.NO_CONTACT,
        NoticeKind.ASK_AGAIN,
        NoticeKind.AGREEMENT_REMINDER,
        NoticeKind.DIGEST,
        NoticeKind.WORDS_COUNTED,
        NoticeKind.CONFIRM_DELETION,
        NoticeKind.LOG_REVIEW,
        NoticeKind.ERASURE_AHEAD,
        NoticeKind.UNDERTAKING_ENDS,
        NoticeKind.ACTIVITY_ASKED,
        NoticeKind.STEERING_MEETING,
        NoticeKind.OPEN_AT_END,
    }
)
"""What the clock brings is said by day, on working days."""
WITHOUT_A_SOUND = frozenset({NoticeKind.NO_CONTACT, NoticeKind.TO_DO})
EARLIEST = time_of_day(7, 30)


class Unsaid(Enum):
    """Why a notice is not said now; the rows know it too."""

    DROPPED = "dropped"
    POSTPONED = "postponed"


@dataclass(frozen=True)
class Saying:
    """A notice ready to be said, in plain values: first what it takes away goes, then the card comes, if any."""

    card: Card | None
    member_id: int
    chat_id: int
    language: str
    silent: bool
    to_do: bool = False
    takes: tuple[int, ...] = ()
    standing: int | None = None
    """A message that becomes the card, where there is one."""


def prepare(session: Session, notice_id: int, house: House, dice: random.Random, now: datetime) -> Saying | Unsaid:
    """The card from the rows as they are now, for whoever gets it today; or the notice is dropped, or put off."""
    notice = session.get_one(Notice, notice_id)
    member = _stand_in(session, notice, clock.today(now))
    if member is None:
        outbox.settle_dropped(session, notice.id, "nobody to tell", now)
        return Unsaid.DROPPED
    if notice.kind in IN_WORKING_HOURS and not workdays.may_speak(now, EARLIEST):
        outbox.postpone(session, notice.id, workdays.next_morning(now))
        return Unsaid.POSTPONED
    turn = Turn(session, member, now, house, dice, f"notice {notice.kind}")
    card = _card(turn, notice)
    is_to_do = notice.kind is NoticeKind.TO_DO
    due = shown_cards.due(session, member.id, now) if is_to_do else shown_cards.Due()
    if card is None and not due.messages:
        outbox.settle_dropped(session, notice.id, "nothing to say any more", now)
        return Unsaid.DROPPED
    quiet = notice.kind in WITHOUT_A_SOUND or member.is_quiet(clock.local(now).hour)
    return Saying(card, member.id, member.telegram_id, turn.language, quiet, is_to_do, due.messages, due.standing)


def _card(turn: Turn, notice: Notice) -> Card | None:
    try:
        return notices.card_for(turn, notice)
    except Refused:
        return None


def _owner(session: Session, notice: Notice) -> int:
    """Whom it concerns now: a referral may have changed hands since it was owed."""
    if notice.kind in ABOUT_THE_REFERRER:
        return session.get_one(Referral, notice.about_id).referrer_id
    if notice.kind is NoticeKind.ASK_AGAIN and not (note := session.get_one(Note, notice.about_id)).by_partner:
        return session.get_one(Referral, note.referral_id).referrer_id
    return notice.recipient_id


def _stand_in(session: Session, notice: Notice, today: date) -> Member | None:
    """Who gets the notice: its recipient, or the one who stands in; nobody where both are told the same already."""
    member = session.get_one(Member, _owner(session, notice))
    if notice.kind is NoticeKind.TO_DO:
        return member  # what stands in a chat goes, also when its member has left
    if notice.kind in PERSONAL:
        return None if member.ended_at else member
    substitute = session.get_one(Member, lookups.stand_in(session, member.id, today))
    if substitute.id == member.id:
        return None if member.ended_at else member
    if substitute.ended_at or substitute.blocked_at:
        return None if member.ended_at else member
    own_key = notice.key.rpartition(":")[0] + f":{substitute.id}"
    told = session.scalars(select(col(Notice.id)).where(col(Notice.key) == own_key)).first()
    return None if told else substitute
