"""Somebody who is away and has closed the chat: whoever stands in hears what is owed."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import outbox
from bot.clock import today
from bot.demo.cast import OLLE, YLVA
from models import Absence, Member, NoticeKind
from tests.hands import member


def owe_to_absent(session: Session, now: datetime) -> tuple[Member, Member]:
    """Ylva, who blocked the bot and is away with Olle in her place, is owed a notice."""
    ylva, olle = member(session, YLVA), member(session, OLLE)
    ylva.blocked_at = now
    last = today(now) + timedelta(days=3)
    session.add(Absence(member_id=ylva.id, substitute_id=olle.id, first_day=today(now), last_day=last))
    session.flush()
    outbox.owe(session, ylva.id, NoticeKind.MEMBER_JOINED, olle.id, "once", now)
    return ylva, olle


def test_what_is_owed_to_an_absent_member_who_blocked_the_bot_is_claimed_for_the_substitute(
    session: Session, now: datetime
) -> None:
    ylva, _ = owe_to_absent(session, now)

    assert [claimed.recipient_id for claimed in outbox.claim(session, now, 10)] == [ylva.id]


def test_it_waits_while_the_substitute_has_blocked_the_bot_as_well(session: Session, now: datetime) -> None:
    _, olle = owe_to_absent(session, now)
    olle.blocked_at = now
    session.flush()

    assert outbox.claim(session, now, 10) == []
