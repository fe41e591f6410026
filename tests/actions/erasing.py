"""A file that goes: ended, announced on the mornings, and gone on its day."""

import random
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot import notices
from bot.actions import erasure, referrals
from bot.clock import at_local
from bot.demo.cast import YLVA
from bot.sealed.ledger import Ledger
from bot.turn import House
from messages import views
from models import Client, Happening, Notice, NoticeKind, Referral
from tests.sealed.files import a_file, room_turn

DICE = random.Random(3)


def ledger_of(house: House) -> Ledger:
    """The ledger of a house that has one."""
    assert house.ledger
    return house.ledger


def an_ended_file(session: Session, now: datetime, house: House, seed: int = 7) -> Referral:
    """A file of Ylva's whose referral she has ended."""
    referral = a_file(session, now, house, seed=seed)
    referrals.take(room_turn(session, YLVA, now, house), referral.id, Happening.WITHDRAWN, referral.revision)
    session.flush()
    return referral


def mornings(session: Session, house: House, first: date, days: int = 1) -> None:
    """The morning's tick on so many days from `first` on."""
    for number in range(days):
        morning = at_local(first + timedelta(days=number), 8)
        while erasure.announce(session, morning):
            pass
        while erasure.due(session, morning, ledger_of(house), DICE):
            pass
        session.flush()


def a_day(session: Session, referral: Referral) -> date:
    """On which the file goes, as it stands now."""
    session.flush()
    session.expire_all()
    return session.get_one(Client, referral.person).erase_on


def told(session: Session) -> list[Notice]:
    """What is owed of files that go."""
    return list(session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.ERASURE_AHEAD)).all())


def said(session: Session, now: datetime, house: House) -> views.ErasureAhead:
    """What the newest of these notices says."""
    card = notices.card_for(room_turn(session, YLVA, now, house), told(session)[-1])
    assert card
    assert isinstance(card.view, views.ErasureAhead)
    return card.view
