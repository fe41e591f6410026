"""What is owed about a referral follows it to a new owner, and a closed chat is not knocked on for ever."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot import outbox
from bot.actions import members, referrals
from bot.demo.cast import KNUT, MAJ, OLLE, YLVA
from models import Happening, Notice, NoticeKind
from tests.hands import a_referral, member, turn


def test_news_that_was_not_said_yet_goes_to_whoever_took_over(session: Session, now: datetime) -> None:
    referral = a_referral(turn(session, YLVA, now))
    referrals.take(turn(session, KNUT, now), referral.id, Happening.CALL_ASKED, referral.revision)
    olle = member(session, OLLE)

    members.hand_over(turn(session, MAJ, now), member(session, YLVA).id, olle.id, ends=True)

    news = session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.REFERRAL_NEWS)).one()
    session.refresh(news)
    assert news.recipient_id == olle.id


def test_a_chat_that_is_known_to_be_closed_is_tried_again_only_after_a_while(session: Session, now: datetime) -> None:
    olle, ylva = member(session, OLLE), member(session, YLVA)
    ylva.blocked_at = now - timedelta(days=1)
    outbox.owe(session, olle.id, NoticeKind.MEMBER_JOINED, ylva.id, "once", now)
    [claimed] = outbox.claim(session, now, 5)

    outbox.hold(session, claimed.id, ylva.id, now)
    session.expire_all()

    assert outbox.claim(session, now, 5) == []
    assert len(outbox.claim(session, now + outbox.HELD, 5)) == 1
